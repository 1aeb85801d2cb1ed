/* The words of all texts: in which pages they are, and how much they say about each. */
(function (self) {
  "use strict";

  var STRENGTH = { A: 0.45, B: 0.65, C: 0.85, D: 1.6, E: 2 };
  var MOST_FILES = 6;
  var MOST_WORDS = 200;
  var FUZZY_LETTERS = 2;

  /* `firsts` are the first words of the files. */
  self.knotworkTexts = function (files, firsts) {
    var lines = new Map(); /* file → its sorted words, and the pages of each as written */

    /* The files that may have words which begin with a text. */
    function numbers(beginning) {
      var first = self.knotworkLast(firsts, beginning);
      var fileNumbers = [];
      for (var at = first; at < firsts.length && fileNumbers.length < MOST_FILES; at += 1) {
        if (at > first && firsts[at] > beginning && !firsts[at].startsWith(beginning)) {
          break;
        }
        fileNumbers.push(at);
      }
      return firsts.length ? fileNumbers : [];
    }

    /* The files with a word, or with words that are spelt nearly so. */
    function needed(word, isFuzzy) {
      return numbers(isFuzzy ? word.slice(0, FUZZY_LETTERS) : word);
    }

    function wordsOf(number) {
      if (!lines.has(number)) {
        var words = [];
        var pages = [];
        (files.get(number) || "").split("\n").forEach(function (line) {
          var space = line.indexOf(" ");
          if (space > 0) {
            words.push(line.slice(0, space));
            pages.push(line.slice(space + 1));
          }
        });
        lines.set(number, { words: words, pages: pages });
      }
      return lines.get(number);
    }

    return {
      needed: needed,

      has: function (word) {
        return needed(word, false).some(function (number) {
          return wordsOf(number).words[self.knotworkLast(wordsOf(number).words, word)] === word;
        });
      },

      /* Calls with each page that has a word like the one typed: page, strength, the word. */
      like: function (typed, slips, isLast, call) {
        needed(typed, slips > 0).forEach(function (number) {
          var listed = wordsOf(number);
          var similar = [];
          listed.words.forEach(function (word, at) {
            var similarity = self.knotworkSimilarity(typed, word, slips, isLast);
            if (similarity) {
              similar.push([similarity, at]);
            }
          });
          similar.sort(function (a, b) {
            return b[0] - a[0] || a[1] - b[1];
          });
          similar.slice(0, MOST_WORDS).forEach(function (entry) {
            eachPage(listed.pages[entry[1]], function (page, weight) {
              call(page, entry[0] * STRENGTH[weight], listed.words[entry[1]]);
            });
          });
        });
      },
    };
  };

  /* Reads `0Z3kA1fB`: the number of a page, and the distance to each page from the one before, all in base 36, with
     the weight there. */
  function eachPage(written, call) {
    var page = 0;
    var start = 0;
    for (var at = 0; at < written.length; at += 1) {
      var code = written.charCodeAt(at);
      if (code === 90) {
        page = parseInt(written.slice(start, at), 36);
        start = at + 1;
      } else if (code >= 65 && code <= 69) {
        page += parseInt(written.slice(start, at), 36);
        call(page, written[at]);
        start = at + 1;
      }
    }
  }
})(self);
