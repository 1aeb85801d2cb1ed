/* The words of a text as search compares them, as `folding.py` finds them: without letter case and accents. */
(function (self) {
  "use strict";

  var UNSPACED = "\\u0e00-\\u0eff\\u1000-\\u109f\\u1780-\\u17ff\\u3041-\\u30ff\\u3400-\\u4dbf\\u4e00-\\u9fff\\uf900-\\ufaff\\u{20000}-\\u{3ffff}";
  var MARKS = /[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670]/g;
  var RUN = /[\u0900-\u0963\u0966-\u0dff]+|[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]+|(?:(?![\u0900-\u0dff])[\p{L}\p{N}\u0300-\u036f\u0591-\u05c7\u064b-\u065f])+/gu;
  var PIECE = new RegExp("[" + UNSPACED + "]+|[^" + UNSPACED + "]+", "gu");
  var IS_UNSPACED = new RegExp("^[" + UNSPACED + "]", "u");
  var PART = /[A-Z]+(?![a-z])|[A-Z]?[a-z0-9]+/g;
  var JOINED = /[a-z][A-Z]|[A-Z]{2}[a-z]{2}/;
  var LETTERS = { ß: "ss", ø: "o", ł: "l", đ: "d", ð: "d", þ: "th", æ: "ae", œ: "oe", ı: "i", ς: "σ" };
  var LETTER = /[ßøłđðþæœıς]/g;

  function folded(text) {
    var low = text.toLowerCase();
    if (/^[\x00-\x7f]*$/.test(low)) {
      return low;
    }
    return low
      .replace(LETTER, function (letter) {
        return LETTERS[letter];
      })
      .normalize("NFKD")
      .replace(MARKS, "")
      .normalize("NFC");
  }

  /* The runs of letters and digits of a text as it is written: [start, end]; a run without spaces is one. */
  function runs(text) {
    var spans = [];
    var run;
    RUN.lastIndex = 0;
    while ((run = RUN.exec(text))) {
      var at = run.index;
      run[0].match(PIECE).forEach(function (piece) {
        spans.push([at, at + piece.length]);
        at += piece.length;
      });
    }
    return spans;
  }

  function isUnspaced(run) {
    return IS_UNSPACED.test(run);
  }

  /* Each two letters side by side, and the last alone. */
  function pairs(run) {
    var letters = Array.from(run);
    return letters.map(function (letter, at) {
      return letter + (letters[at + 1] || "");
    });
  }

  /* The words of a name; `ConfigMap` also gives `config` and `map`. */
  function words(text) {
    var low = folded(text);
    var wordList = [];
    runs(low).forEach(function (run) {
      var word = low.slice(run[0], run[1]);
      if (isUnspaced(word)) {
        wordList.push.apply(wordList, pairs(word));
      } else {
        wordList.push(word);
      }
    });
    if (JOINED.test(text)) {
      wordList.push.apply(wordList, parts(text));
    }
    return wordList;
  }

  function parts(text) {
    var wordList = [];
    (text.match(/[A-Za-z0-9]+/g) || []).forEach(function (word) {
      if (JOINED.test(word)) {
        word.match(PART).forEach(function (part) {
          wordList.push(part.toLowerCase());
        });
      }
    });
    return wordList;
  }

  /* A name in one word: `Pod disruption-budget` is `poddisruptionbudget`. */
  function compact(text) {
    var low = folded(text);
    return runs(low)
      .map(function (run) {
        return low.slice(run[0], run[1]);
      })
      .join("");
  }

  self.knotworkFold = { folded: folded, runs: runs, words: words, parts: parts, pairs: pairs, compact: compact, isUnspaced: isUnspaced };
})(self);
