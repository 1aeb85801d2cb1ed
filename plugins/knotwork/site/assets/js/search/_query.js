/* What was typed: words, "phrases", and filters: `tag:x`, `#x`, `kind:Pod`, `folder:a/b`, `-word`. */
(function (self) {
  "use strict";

  var fold = self.knotworkFold;
  var PART = /(-?)(?:(tag|kind|folder):|(#))?(?:"([^"]*)"?|([^\s"]+))/giu;
  var COMMON = new Set(
    "a an and are as at be by can do does for from how i if in is it my of on or the this to what when where which why with".split(" "),
  );

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
