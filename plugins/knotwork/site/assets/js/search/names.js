/* The names of all pages, and how well they are what was typed. */
(function (self) {
  "use strict";

  var fold = self.knotworkFold;
  var WEIGHTS = { t: 3, a: 2.8, k: 2.8, f: 2.6, g: 1.7, m: 1.2 };
  var EXACT = { t: 100, a: 95, k: 92, f: 94 };
  var SHORTEST_INSIDE = 4;

  /* `data` is the file of names: see `index.py`. */
  self.knotworkNames = function (data) {
    var vocabulary = new Map(); /* word → flat list: page, what it is a word of, how many words that has */
    var whole = new Map(); /* name in one word → flat list: page, what it is */
    data.titles.forEach(function (title, page) {
      add(page, "t", title);
    });
    for (var at = 0; at < data.other.length; at += 3) {
      add(data.other[at], data.other[at + 1], data.other[at + 2]);
    }
    Object.keys(data.tags).forEach(function (tag) {
      addAll(data.tags[tag], "g", tag);
    });
    Object.keys(data.kinds).forEach(function (kind) {
      addAll(data.kinds[kind], "m", kind);
    });

    function addAll(pages, what, name) {
      pages.forEach(function (page) {
        add(page, what, name);
      });
    }

    function add(page, what, name) {
      var words = Array.from(new Set(fold.words(name)));
      var telling = words.filter(function (word) {
        return !self.knotworkIsCommon(word);
      });
      words.forEach(function (word) {
        push(vocabulary, word, [page, what, telling.length || words.length]);
      });
      if (what in EXACT) {
        push(whole, fold.compact(name), [page, what]);
      }
    }

    return {
      size: data.titles.length,

      has: function (word) {
        return vocabulary.has(word);
      },

      /* Calls with each page of which a name has a word like the one typed, with up to so many slips: page,
         strength, what, how many telling words the name has, the word. */
      like: function (typed, slips, isLast, call) {
        vocabulary.forEach(function (pages, word) {
          var similarity = self.knotworkSimilarity(typed, word, slips, isLast);
          if (!similarity && typed.length >= SHORTEST_INSIDE && word.indexOf(typed) > 0) {
            similarity = 0.5;
          }
          if (similarity) {
            for (var at = 0; at < pages.length; at += 3) {
              call(pages[at], similarity * WEIGHTS[pages[at + 1]], pages[at + 1], pages[at + 2], word);
            }
          }
        });
      },

      /* Calls with each page whose whole name was typed, or begins so: page, score. */
      whole: function (compact, call) {
        if (!compact) {
          return;
        }
        whole.forEach(function (pages, name) {
          var isExact = name === compact;
          if (isExact || (compact.length > 2 && name.startsWith(compact))) {
            for (var at = 0; at < pages.length; at += 2) {
              call(pages[at], isExact ? EXACT[pages[at + 1]] : (8 * compact.length) / name.length);
            }
          }
        });
      },
    };
  };

  function push(map, key, values) {
    var listed = map.get(key);
    if (listed) {
      listed.push.apply(listed, values);
    } else {
      map.set(key, values);
    }
  }
})(self);
