/* A search field for notes by title: arrow keys select a result, Enter opens it. */
(function () {
  "use strict";

  var MAX_RESULTS = 8;

  /* A search field and its list of results. `rank` orders the results; `show` is called with the selected note
     or null, `open` with the note on which Enter is pressed. */
  knotwork.graphSearch = function (titles, rank, show, open) {
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
        titles[note],
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

    /* The notes whose titles contain a text: first those that begin with it, then those with a word that does. */
    function matches(text) {
      var query = foldedText(text.trim());
      folded = folded || titles.map(foldedText);
      if (!query) {
        return [];
      }
      var hits = [];
      folded.forEach(function (title, note) {
        var at = title.indexOf(query);
        if (at >= 0) {
          hits.push([at === 0 ? 0 : /[\s/_.-]/.test(title[at - 1]) ? 1 : 2, -rank(note), note]);
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
