/* Answers what is typed: at once from names, and as soon as the files are there from texts too. */
(function (self) {
  "use strict";

  var MOST_PAGES = 30;
  var WITH_TEXT = 10;
  var MOST_READ = 60;
  var FEWEST_LETTERS = 3;

  /* What answers; `config` says which folder has the index, `load` loads a script. */
  self.knotworkEngine = async function (base, config, load) {
    var files = self.knotworkFiles(config.folder, config.version, load);
    var file = await files.content("names");
    if (!file) {
      throw new Error("cannot load the names");
    }
    var data = self.knotworkUnpacked(file);
    var names = self.knotworkNames(data);
    var wordFiles = new Map();
    var texts = self.knotworkTexts(wordFiles, data.words);

    async function loadWords(numbers) {
      for (var number of numbers) {
        if (!wordFiles.has(number)) {
          wordFiles.set(number, (await files.content("words-" + number)) || "");
        }
      }
    }

    function filesOf(query) {
      var numbers = new Set();
      query.words.concat(query.without).forEach(function (word) {
        texts.needed(word, false).forEach(numbers.add, numbers);
      });
      if (query.words.length > 1) {
        texts.needed(query.compact, false).slice(0, 1).forEach(numbers.add, numbers);
      }
      return Array.from(numbers);
    }

    function fuzzyFilesOf(query) {
      var numbers = new Set();
      query.words.forEach(function (word) {
        if (!names.has(word) && !texts.has(word)) {
          texts.needed(word, true).forEach(numbers.add, numbers);
        }
      });
      return Array.from(numbers);
    }

    async function sectionsOf(page) {
      var number = self.knotworkLast(data.texts, page);
      var pages = await files.content("texts-" + number);
      return pages ? pages[page - data.texts[number]] : null;
    }

    /* Without the pages that have a word which must not be there, and with those alone that have all phrases. */
    async function checked(query, matches) {
      query.without.forEach(function (word) {
        var pages = new Set();
        names.like(word, 0, false, function (page, strength, what, length, other) {
          if (other === word) {
            pages.add(page);
          }
        });
        texts.like(word, 0, false, function (page, strength, other) {
          if (other === word) {
            pages.add(page);
          }
        });
        matches = matches.filter(function (entry) {
          return !pages.has(entry.page);
        });
      });
      if (!query.phrases.length) {
        return matches;
      }
      var kept = [];
      for (var entry of matches.slice(0, MOST_READ)) {
        if (kept.length >= MOST_PAGES) {
          break;
        }
        var sections = (await sectionsOf(entry.page)) || [];
        var all = [[0, data.titles[entry.page], ""]].concat(sections).map(function (section) {
          return self.knotworkFold.folded(section[1] + "\n" + section[2]).replace(/[^\S\n]+/g, " ");
        });
        var has = query.phrases.every(function (phrase) {
          return all.some(function (text) {
            return text.indexOf(phrase) >= 0;
          });
        });
        if (has) {
          kept.push(entry);
        }
      }
      return kept;
    }

    /* Whether so little was typed that only names can say something; nothing else is loaded for it. */
    function isBeginning(query) {
      var word = query.words[0];
      return query.isOpen && query.words.length === 1 && word.length < FEWEST_LETTERS && !self.knotworkFold.isUnspaced(word);
    }

    function listed(allowed) {
      return Array.from(allowed, function (page) {
        return { page: page, score: Number(data.ranks[page]), like: new Map(), words: new Set() };
      }).sort(function (a, b) {
        return b.score - a.score || a.page - b.page;
      });
    }

    /* `sections` are those of the first pages; null as long as only names were looked through. */
    function result(query, matches, sections) {
      var items = matches.slice(0, MOST_PAGES).map(function (entry, position) {
        return self.knotworkShown(query, data, entry, sections && sections[position], position);
      });
      return { items: items, suggest: suggestion(query, matches), isComplete: sections !== null };
    }

    /* The word of the best page that what was typed last may become. */
    function suggestion(query, matches) {
      var last = query.words[query.words.length - 1];
      var words = matches.length && last ? Array.from(matches[0].words) : [];
      var longer = words.filter(function (word) {
        return word.startsWith(last);
      });
      longer.sort(function (a, b) {
        return a.length - b.length || (a < b ? -1 : 1);
      });
      return longer.slice(0, 1);
    }

    return {
      isStale: files.isStale,

      /* Calls `send` with what is matches, twice when words must be loaded first. */
      answer: async function (text, send) {
        var query = self.knotworkQuery(text);
        var allowed = self.knotworkAllowed(query, data);
        var matches;
        if (!query.words.length) {
          matches = allowed ? listed(allowed) : [];
        } else {
          if (isBeginning(query)) {
            matches = self.knotworkScore(query, data, names, null, allowed);
            if (matches.length) {
              send(result(query, matches, []));
              return;
            }
          }
          var missing = filesOf(query).filter(function (number) {
            return !wordFiles.has(number);
          });
          if (missing.length && !query.phrases.length && !query.without.length) {
            matches = self.knotworkScore(query, data, names, null, allowed);
            if (matches.length) {
              send(result(query, matches, null));
            }
          }
          await loadWords(missing);
          await loadWords(fuzzyFilesOf(query));
          matches = self.knotworkScore(query, data, names, texts, allowed);
          matches = await checked(query, matches);
        }
        var sections = [];
        var first = matches.slice(0, WITH_TEXT);
        for (var entry of first) {
          sections.push(await sectionsOf(entry.page));
        }
        if (query.words.length > 1) {
          var ordered = self.knotworkTogether(query, first, sections);
          matches = ordered
            .map(function (pair) {
              return pair[0];
            })
            .concat(matches.slice(WITH_TEXT));
          sections = ordered.map(function (pair) {
            return pair[1];
          });
        }
        send(result(query, matches, sections));
      },
    };
  };
})(self);
