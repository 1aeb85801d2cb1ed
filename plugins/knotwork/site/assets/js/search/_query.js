/* What was typed: words, "phrases", and filters: `tag:x`, `#x`, `kind:Pod`, `folder:a/b`, `-word`. */
(function (self) {
  "use strict";

  var fold = self.knotworkFold;
  var PART = /(-?)(?:(tag|kind|folder):|(#))?(?:"([^"]*)"?|([^\s"]+))/giu;
  var COMMON = new Set(
    "a am an and are as at be but by can could did do does for from had has have how i if in into is it its me my of on onto or our so than that the their them then there these they this to us was we were what when where which while who why will with would you your".split(" "),
  );
  /* What a reader in trouble adds to the name of the trouble. */
  var VAGUE = new Set(
    "broken cannot cant doesn don error errors fail failed failing fails fix help isn issue issues keeps not problem problems running stuck t trouble won work working works wrong".split(" "),
  );
  var COMMON_COUNTS = 0.15;
  var VAGUE_COUNTS = 0.35;

  /* `words` are the words to look for, the last of which may be a beginning. */
  self.knotworkQuery = function (text) {
    var query = { words: [], phrases: [], filters: [], without: [], compact: "", isOpen: /[^\s"]$/u.test(text) };
    var plain = [];
    var part;
    PART.lastIndex = 0;
    while ((part = PART.exec(text))) {
      var value = part[4] !== undefined ? part[4] : part[5] || "";
      var filter = part[3] ? "tag" : (part[2] || "").toLowerCase();
      if (filter) {
        if (value) {
          query.filters.push({ what: filter, value: fold.folded(value), isWithout: Boolean(part[1]) });
        }
      } else if (part[1]) {
        query.without.push.apply(query.without, wordsOf(value));
      } else {
        plain.push(value);
        if (part[4] !== undefined && value.trim()) {
          query.phrases.push(fold.folded(value).replace(/\s+/g, " ").trim());
        }
        query.words.push.apply(query.words, wordsOf(value));
      }
    }
    query.words = Array.from(new Set(query.words)).slice(0, 12);
    query.compact = fold.compact(plain.join(" "));
    return query;
  };

  self.knotworkIsCommon = function (word) {
    return COMMON.has(word);
  };

  /* How much a word counts beside others. */
  self.knotworkTelling = function (word) {
    return COMMON.has(word) ? COMMON_COUNTS : VAGUE.has(word) ? VAGUE_COUNTS : 1;
  };

  /* The words of a query: text without spaces gives its pairs of letters, but not its last letter alone. */
  function wordsOf(text) {
    var low = fold.folded(text);
    var words = [];
    fold.runs(low).forEach(function (run) {
      var word = low.slice(run[0], run[1]);
      if (fold.isUnspaced(word)) {
        var pairs = fold.pairs(word);
        words.push.apply(words, pairs.length > 1 ? pairs.slice(0, -1) : pairs);
      } else {
        words.push(word.slice(0, 40));
      }
    });
    return words;
  }
})(self);
