/* The notes whose names are nearest to a missing address, as links. */
(function () {
  "use strict";
  var SHOWN = 5;

  function plain(text) {
    try {
      text = decodeURIComponent(text);
    } catch (error) {
      /* it is no encoded text */
    }
    return text
      .toLowerCase()
      .replace(/\.(html|md)$/, "")
      .replace(/[-_\s]+/g, " ")
      .trim();
  }

  function lastPart(url) {
    return plain(url.replace(/\/(index\.html)?$/, "").split("/").pop());
  }

  /* How many letters differ; `most` when there are that many or more. */
  function distance(one, other, most) {
    if (Math.abs(one.length - other.length) >= most) {
      return most;
    }
    var row = Array.from({ length: other.length + 1 }, function (_, index) {
      return index;
    });
    for (var i = 1; i <= one.length; i += 1) {
      var diagonal = row[0];
      row[0] = i;
      for (var j = 1; j <= other.length; j += 1) {
        var above = row[j];
        var changed = diagonal + (one[i - 1] === other[j - 1] ? 0 : 1);
        row[j] = Math.min(above + 1, row[j - 1] + 1, changed);
        diagonal = above;
      }
    }
    return Math.min(row[other.length], most);
  }

  /* 0 for the same name, below 1 for a near one. */
  function difference(requested, name) {
    if (!name || !requested) {
      return 1;
    }
    var most = Math.ceil(requested.length / 3) + 1;
    var letters = distance(requested, name, most) / most;
    var within = requested.length > 2 && (name.includes(requested) || (name.length > 2 && requested.includes(name)));
    return Math.min(letters, within ? 0.6 : 1);
  }

  knotwork.nearestNotes = function (place) {
    var requested = lastPart(location.pathname);
    return knotwork.data("explorer").then(function (notes) {
      var near = notes.urls
        .map(function (url, index) {
          var title = notes.titles[index];
          return [Math.min(difference(requested, lastPart(url)), difference(requested, plain(title))), url, title];
        })
        .filter(function (note) {
          return note[0] < 1;
        })
        .sort(function (one, other) {
          return one[0] - other[0];
        })
        .slice(0, SHOWN);
      if (near.length && !place.firstChild) {
        var list = knotwork.element("ul");
        near.forEach(function (note) {
          list.append(knotwork.element("li", {}, knotwork.element("a", { href: knotwork.base + note[1] }, note[2])));
        });
        place.append(knotwork.element("p", {}, knotwork.words("Did you mean")), list);
      }
    }, function () {}); /* a site without that list */
  };
})();
