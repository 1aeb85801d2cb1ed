/* A search field for notes by title and alias: arrow keys select a result, Enter opens it. */
(function () {
  "use strict";

  var MAX_RESULTS = 8;

  /* A search field and its list of results. `aliases` has those of a note by its index. `rank` orders the results; `show` is called with the selected note
     or null, `open` with the note on which Enter is pressed. */
  knotwork.graphSearch = function (titles, aliases, rank, show, open) {
    var list = knotwork.element("ul", { role: "listbox", id: "kw-graph-found", class: "kw-graph-list", "aria-label": knotwork.words("Notes found"), hidden: "" });
    var input = knotwork.element("input", {
      type: "search",
      class: "kw-graph-input",
      placeholder: knotwork.words("Find a note"),
      "aria-label": knotwork.words("Find a note in the graph"),
      role: "combobox",
      "aria-autocomplete": "list",
      "aria-expanded": "false",
      "aria-controls": "kw-graph-found",
      autocomplete: "off",
      spellcheck: "false",
    });
    var status = knotwork.element("span", { class: "kw-hidden", role: "status" });
    var folded = null;
    var results = [];
    var named = new Map(); /* the alias by which a note of the results was found */
    var chosen = -1;

    input.addEventListener("input", function () {
      results = matches(input.value);
      chosen = -1;
      list.replaceChildren.apply(list, results.map(option));
      status.textContent = input.value.trim() ? (results.length ? "" : knotwork.words("No note is called that")) : "";
      setExpanded(results.length > 0);
      if (!input.value) {
        show(null);
      }
    });
    input.addEventListener("keydown", function (event) {
      if ((event.key === "ArrowDown" || event.key === "ArrowUp") && results.length) {
        event.preventDefault();
        setExpanded(true);
        choose((chosen + (event.key === "ArrowDown" ? 1 : chosen < 0 ? 0 : -1) + results.length) % results.length);
      } else if (event.key === "Enter" && results.length) {
        event.preventDefault();
        open(results[Math.max(0, chosen)]);
      } else if (event.key === "Escape") {
        setExpanded(false);
      }
    });
    input.addEventListener("blur", function () {
      setExpanded(false);
    });
    list.addEventListener("mousedown", function (event) {
      event.preventDefault(); /* the field keeps the focus */
      var item = event.target.closest("li");
      if (item) {
        choose(Array.prototype.indexOf.call(list.children, item));
        setExpanded(false);
      }
    });

    function option(note, at) {
      return knotwork.element(
        "li",
        { role: "option", id: "kw-graph-found-" + at, "aria-selected": "false" },
        named.has(note) ? titles[note] + " · " + named.get(note) : titles[note],
      );
    }

    function choose(at) {
      chosen = at;
      Array.prototype.forEach.call(list.children, function (item, index) {
        item.setAttribute("aria-selected", String(index === at));
      });
      input.setAttribute("aria-activedescendant", "kw-graph-found-" + at);
      show(results[at]);
    }

    function setExpanded(open_) {
      list.hidden = !open_;
      input.setAttribute("aria-expanded", String(open_));
      if (!open_ || chosen < 0) {
        input.removeAttribute("aria-activedescendant");
      }
    }

    /* How well a name goes with a text: 0 where it begins with it, 1 where a word does, 2 where it is within. */
    function distance(name, query) {
      var at = name.indexOf(query);
      return at < 0 ? 3 : at === 0 ? 0 : /[\s/_.-]/.test(name[at - 1]) ? 1 : 2;
    }

    /* The notes with a text in their title, or else in an alias, the best first. */
    function matches(text) {
      var query = foldedText(text.trim());
      folded = folded || titles.map(function (title, note) {
        return [title].concat(aliases[note] || []).map(foldedText);
      });
      named.clear();
      if (!query) {
        return [];
      }
      var hits = [];
      folded.forEach(function (names, note) {
        var best = 3;
        names.forEach(function (name, index) {
          var far = distance(name, query);
          if (far < best) {
            best = far;
            named.delete(note);
            if (index) {
              named.set(note, aliases[note][index - 1]);
            }
          }
        });
        if (best < 3) {
          hits.push([best, -rank(note), note]);
        }
      });
      hits.sort(function (a, b) {
        return a[0] - b[0] || a[1] - b[1] || a[2] - b[2];
      });
      return hits.slice(0, MAX_RESULTS).map(function (hit) {
        return hit[2];
      });
    }

    return knotwork.element("div", { class: "kw-graph-search" }, input, list, status);
  };

  /* A text in lower case and without accents, for comparing. */
  function foldedText(text) {
    return text
      .normalize("NFD")
      .replace(/[\u0300-\u036f]/g, "")
      .toLowerCase();
  }
})();
