/* Which pages a query finds, the best first. */
(function (self) {
  "use strict";

  var WRITTEN_TOGETHER = 0.8; /* for `runAsNonRoot` when `run as non root` was typed */
  var NAME_IS_ALL = 2.2; /* for a name all of whose words were typed */
  var LIST = 0.55; /* for generated pages: a tag's page is rarely what one looks for */

  /* Pages with scores: [{page, score, words, like}], `words` being those of the site that were found, for marking,
     and `like` for each word typed the one that is most like it.
     `texts` is null as long as the files of words are not there; `allowed` a set of pages, or null for all. */
  self.knotworkScore = function (query, data, names, texts, allowed) {
    var pages = new Map();
    var total = 0;
    var rarities = new Map();

    function entry(page) {
      if (allowed && !allowed.has(page)) {
        return null;
      }
      var known = pages.get(page);
      if (!known) {
        known = { page: page, score: 0, rarity: 0, whole: 0, like: new Map(), words: new Set(), names: new Map() };
        pages.set(page, known);
      }
      return known;
    }

    query.words.forEach(function (typed, index) {
      var isLast = query.isOpen && index === query.words.length - 1;
      var isName = names.has(typed);
      var isText = texts !== null && texts.has(typed);
      var best = new Map();
      function add(page, strength, what, length, word) {
        var known = entry(page);
        if (!known) {
          return;
        }
        known.words.add(word);
        if (strength > (best.get(page) || 0)) {
          known.like.set(typed, word);
        }
        best.set(page, Math.max(best.get(page) || 0, strength));
        if (what) {
          var counts = known.names.get(what + length) || { length: length, words: new Set() };
          counts.words.add(typed);
          known.names.set(what + length, counts);
        }
      }
      names.like(typed, isName ? 0 : isText ? 1 : 2, isLast, add);
      if (texts) {
        texts.like(typed, isName || isText ? 0 : 2, isLast, function (page, strength, word) {
          add(page, strength, "", 0, word);
        });
      }
      var rarity = Math.log(1 + names.size / (1 + best.size)) + 0.3;
      if (query.words.length > 1) {
        rarity *= self.knotworkTelling(typed);
      }
      rarities.set(typed, rarity);
      if (best.size) {
        total += rarity;
      }
      best.forEach(function (strength, page) {
        var known = entry(page);
        known.score += rarity * strength;
        known.rarity += rarity;
      });
    });
    if (texts && query.words.length > 1) {
      texts.like(query.compact, 0, false, function (page, strength, word) {
        var known = word === query.compact ? entry(page) : null;
        if (known) {
          known.words.add(word);
          known.score += WRITTEN_TOGETHER * total * strength;
          known.rarity = total;
        }
      });
    }
    names.whole(query.compact, function (page, score) {
      var known = entry(page);
      if (known) {
        known.whole = Math.max(known.whole, score);
      }
    });

    var lists = new Set(data.lists);
    return Array.from(pages.values())
      .map(function (known) {
        var share = total ? known.rarity / total : 1;
        var covered = 0;
        known.names.forEach(function (counts) {
          var telling = 0;
          var weight = 0;
          counts.words.forEach(function (typed) {
            telling += self.knotworkIsCommon(typed) ? 0 : 1;
            weight += rarities.get(typed);
          });
          covered = Math.max(covered, (Math.min(1, telling / counts.length) * weight) / total);
        });
        var score = known.score * share * share * (1 + NAME_IS_ALL * covered * covered) + known.whole;
        score *= (1 + 0.04 * Number(data.ranks[known.page])) * (data.boosts[known.page] || 1);
        known.rarities = rarities;
        known.score = lists.has(known.page) ? score * LIST : score;
        return known;
      })
      .sort(function (a, b) {
        return b.score - a.score || a.page - b.page;
      });
  };
})(self);

/* The same pages, the best first, now that their sections are there: words that stand in one section say more than
   words on a long page. Returns [[page, sections]]. */
(function (self) {
  "use strict";

  var fold = self.knotworkFold;
  var SCATTERED = 0.55;

  self.knotworkTogether = function (query, matches, sections) {
    var scores = new Map();
    matches.forEach(function (match, at) {
      scores.set(match, match.score * (1 - SCATTERED * (1 - together(query, match, sections[at] || []))));
    });
    return matches
      .map(function (match, at) {
        return [match, sections[at]];
      })
      .sort(function (a, b) {
        return scores.get(b[0]) - scores.get(a[0]) || a[0].page - b[0].page;
      });
  };

  /* The share of what was typed that the best section has, from 0 to 1. */
  function together(query, match, sections) {
    var all = 0;
    query.words.forEach(function (typed) {
      all += match.rarities.get(typed) || 0;
    });
    var best = 0;
    sections.forEach(function (section) {
      var own = new Set(fold.words(section[1] + "\n" + section[2]));
      var share = 0;
      query.words.forEach(function (typed) {
        if (own.has(match.like.get(typed) || typed)) {
          share += match.rarities.get(typed) || 0;
        }
      });
      best = Math.max(best, all ? share / all : 1);
    });
    return best;
  }
})(self);
