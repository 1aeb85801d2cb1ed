/* How well a word that was typed is another word: exact > prefix > one or two slips. */
(function (self) {
  "use strict";

  var SHORTEST_FUZZY = 4;
  var SHORTEST_TWO_SLIPS = 7;

  /* From 0, not at all, to 1, the same word. `slips` says how many may be in it, `isLast` that it may not be
     whole. */
  self.knotworkSimilarity = function (typed, word, slips, isLast) {
    if (typed === word) {
      return 1;
    }
    if (word.startsWith(typed)) {
      return (isLast ? 0.6 : 0.45) + (0.35 * typed.length) / word.length;
    }
    if (typed.length > 3 && typed.startsWith(word) && singulars(typed).indexOf(word) >= 0) {
      return 0.92;
    }
    if (!slips || typed.length < SHORTEST_FUZZY) {
      return 0;
    }
    var most = typed.length < SHORTEST_TWO_SLIPS ? 1 : slips;
    if (word.length < typed.length - most) {
      return 0;
    }
    var made = distances(typed, word, most);
    if (made.whole <= most) {
      return made.whole === 1 ? 0.75 : 0.55;
    }
    return made.beginning <= most ? (made.beginning === 1 ? 0.5 : 0.35) : 0;
  };

  function singulars(word) {
    var forms = [];
    if (word.endsWith("s")) {
      forms.push(word.slice(0, -1));
    }
    if (word.endsWith("es")) {
      forms.push(word.slice(0, -2));
    }
    if (word.endsWith("ing")) {
      forms.push(word.slice(0, -3));
    }
    if (word.endsWith("ed")) {
      forms.push(word.slice(0, -2), word.slice(0, -1));
    }
    return forms;
  }

  /* How many letters must be added, left out, changed or exchanged with the next one to make `typed` of `word`,
     and of the best beginning of `word`; more than `most` is not counted. The first letter is rarely wrong. */
  function distances(typed, word, most) {
    var far = { whole: most + 1, beginning: most + 1 };
    if (typed[0] !== word[0] && typed[0] !== word[1] && typed[1] !== word[0]) {
      return far;
    }
    var width = Math.min(word.length, typed.length + most + 1);
    var before = null;
    var row = [];
    for (var at = 0; at <= width; at += 1) {
      row.push(at);
    }
    for (var line = 1; line <= typed.length; line += 1) {
      var next = [line];
      var least = line;
      for (var column = 1; column <= width; column += 1) {
        var isSame = typed[line - 1] === word[column - 1];
        var cost = Math.min(row[column] + 1, next[column - 1] + 1, row[column - 1] + (isSame ? 0 : 1));
        if (before && column > 1 && typed[line - 1] === word[column - 2] && typed[line - 2] === word[column - 1]) {
          cost = Math.min(cost, before[column - 2] + 1);
        }
        next.push(cost);
        least = Math.min(least, cost);
      }
      if (least > most) {
        return far;
      }
      before = row;
      row = next;
    }
    return { whole: width === word.length ? row[width] : most + 1, beginning: Math.min.apply(null, row) };
  }
})(self);
