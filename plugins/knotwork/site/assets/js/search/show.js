/* What is shown of a page that was found, as HTML for Material's list: all text is escaped. */
(function (self) {
  "use strict";

  var fold = self.knotworkFold;
  var BEFORE = 60;
  var SHOWN = 260;
  var MOST_SECTIONS = 8;
  var SIGNS = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

  function escaped(text) {
    return text.replace(/[&<>"']/g, function (sign) {
      return SIGNS[sign];
    });
  }

  /* What finds the words of a query in a text as it is written: calls with start, end, the word typed. */
  function marker(query, words) {
    var unspaced = query.words.filter(fold.isUnspaced);
    return function (text, call) {
      fold.runs(text).forEach(function (run) {
        var written = text.slice(run[0], run[1]);
        var word = fold.folded(written);
        if (fold.isUnspaced(word)) {
          unspaced.forEach(function (typed) {
            for (var at = word.indexOf(typed); at >= 0; at = word.indexOf(typed, at + 1)) {
              call(run[0] + at, run[0] + at + typed.length, typed);
            }
          });
        } else if (words.has(word) || fold.parts(written).some(words.has, words)) {
          call(run[0], run[1], word);
        }
      });
    };
  }

  /* A text from one place to another with its marks, which may overlap. */
  function marked(text, from, to, marks) {
    var html = "";
    var at = from;
    marks
      .filter(function (mark) {
        return mark[1] > from && mark[0] < to;
      })
      .forEach(function (mark) {
        var start = Math.max(at, mark[0]);
        var end = Math.min(to, mark[1]);
        if (end > start) {
          var isJoined = start === at && html.endsWith("</mark>");
          html = isJoined ? html.slice(0, -7) : html + escaped(text.slice(at, start)) + "<mark data-md-highlight>";
          html += escaped(text.slice(start, end)) + "</mark>";
          at = end;
        }
      });
    return html + escaped(text.slice(at, to));
  }

  function marksOf(text, mark) {
    var marks = [];
    var typed = new Set();
    mark(text, function (start, end, word) {
      marks.push([start, end]);
      typed.add(word);
    });
    return { marks: marks, count: typed.size };
  }

  function title(text, mark) {
    return marked(text, 0, text.length, marksOf(text, mark).marks);
  }

  /* The part of a text with the most marks close together. */
  function teaser(text, marks) {
    var best = 0;
    var most = -1;
    marks.slice(0, 200).forEach(function (mark, index) {
      var count = 0;
      for (var next = index; next < marks.length && marks[next][0] < mark[0] + SHOWN - BEFORE; next += 1) {
        count += 1;
      }
      if (count > most) {
        most = count;
        best = mark[0];
      }
    });
    var from = Math.max(0, best - BEFORE);
    from = from ? text.indexOf(" ", from - 1) + 1 || from : 0;
    from = from > best ? best : from;
    var to = Math.min(text.length, from + SHOWN);
    if (to < text.length && text.lastIndexOf(" ", to) > from + SHOWN / 2) {
      to = text.lastIndexOf(" ", to);
    }
    return (from ? "… " : "") + marked(text, from, to, marks) + (to < text.length ? " …" : "");
  }

  /* One page for Material's list: its article, with the sections that have the words. `sections` is null as long
     as they are not there. */
  self.knotworkShown = function (query, data, match, sections, position) {
    var mark = marker(query, match.words);
    var score = 1000 - position;
    var terms = {};
    query.words.forEach(function (word) {
      var like = match.like.get(word) || "";
      terms[like.startsWith(word) ? word : like || word] = Boolean(like);
    });
    var url = data.urls[match.page];
    var article = {
      location: url,
      title: title(data.titles[match.page], mark) + otherName(query, data, match.page, mark),
      text: "",
      score: score,
      terms: terms,
    };
    var tags = tagsOf(query, data, match.page);
    if (tags.length) {
      article.tags = tags.map(escaped);
    }
    var below = [];
    (sections || []).forEach(function (section, index) {
      var text = marksOf(section[2], mark);
      var heading = marksOf(section[1], mark);
      var count = text.count + 2 * heading.count;
      if (!section[0] && index === 0) {
        article.text = text.count || !match.words.size ? teaser(section[2], text.marks) : "";
      } else if (count) {
        below.push({
          location: section[0] ? url + "#" + section[0] : url,
          title: marked(section[1], 0, section[1].length, heading.marks) || article.title,
          text: text.count ? teaser(section[2], text.marks) : "",
          count: count,
          terms: terms,
        });
      }
    });
    below.sort(function (a, b) {
      return b.count - a.count;
    });
    below = below.slice(0, MOST_SECTIONS);
    below.forEach(function (section, index) {
      section.score = index === 0 && !article.text ? score : score - 0.5;
    });
    return [article].concat(below);
  };

  /* The alias, short name or file name that was typed, when the title does not have it. */
  function otherName(query, data, page, mark) {
    var best = "";
    var most = marksOf(data.titles[page], mark).count;
    for (var at = 0; at < data.other.length; at += 3) {
      if (data.other[at] === page) {
        var name = data.other[at + 2];
        var count = marksOf(name, mark).count + (fold.compact(name) === query.compact ? 1 : 0);
        if (count > most) {
          most = count;
          best = name;
        }
      }
    }
    return best ? ' <span class="kw-search-alias">= ' + title(best, mark) + "</span>" : "";
  }

  /* The tags of a page that have a word of the query, or that it is filtered by. */
  function tagsOf(query, data, page) {
    var typed = query.words.concat(
      query.filters
        .filter(function (filter) {
          return filter.what === "tag";
        })
        .map(function (filter) {
          return filter.value;
        }),
    );
    return Object.keys(data.tags).filter(function (tag) {
      var name = fold.folded(tag);
      return data.tags[tag].indexOf(page) >= 0 && typed.some(function (word) {
        return word.length > 2 && name.indexOf(word) >= 0;
      });
    });
  }
})(self);
