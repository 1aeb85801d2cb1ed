/* A box that finds notes by their titles: arrows go through what is found, Enter opens it. */
(function () {
  "use strict";

  var MOST = 8;

  /* A search field and its list. `rank` orders what is found; `show` is called with the note that is chosen in
     the list or null, `open` with the one that Enter is pressed on. */
  knotwork.graphSearch = function (titles, rank, show, open) {
    var list = knotwork.element("ul", { role: "listbox", id: "kw-graph-found", class: "kw-graph-list", "aria-label": "Notes found", hidden: "" });
    var input = knotwork.element("input", {
      type: "search",
      class: "kw-graph-input",
      placeholder: "Find a note",
      "aria-label": "Find a note in the graph",
      role: "combobox",
      "aria-autocomplete": "list",
      "aria-expanded": "false",
      "aria-controls": "kw-graph-found",
      autocomplete: "off",
      spellcheck: "false",
    });
    var said = knotwork.element("span", { class: "kw-hidden", role: "status" });
    var folded = null;
    var found = [];
    var chosen = -1;

    input.addEventListener("input", function () {
      found = matches(input.value);
      chosen = -1;
      list.replaceChildren.apply(list, found.map(option));
      said.textContent = input.value.trim() ? (found.length ? "" : "No note is called that") : "";
      unfold(found.length > 0);
      if (!input.value) {
        show(null);
      }
    });
    input.addEventListener("keydown", function (event) {
      if ((event.key === "ArrowDown" || event.key === "ArrowUp") && found.length) {
        event.preventDefault();
        unfold(true);
        choose((chosen + (event.key === "ArrowDown" ? 1 : chosen < 0 ? 0 : -1) + found.length) % found.length);
      } else if (event.key === "Enter" && found.length) {
        event.preventDefault();
        open(found[Math.max(0, chosen)]);
      } else if (event.key === "Escape") {
        unfold(false);
      }
    });
    input.addEventListener("blur", function () {
      unfold(false);
    });
    list.addEventListener("mousedown", function (event) {
      event.preventDefault(); /* the field keeps the focus */
      var item = event.target.closest("li");
      if (item) {
        choose(Array.prototype.indexOf.call(list.children, item));
        unfold(false);
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
      show(found[at]);
    }

    function unfold(open_) {
      list.hidden = !open_;
      input.setAttribute("aria-expanded", String(open_));
      if (!open_ || chosen < 0) {
        input.removeAttribute("aria-activedescendant");
      }
    }

    /* The notes whose titles hold a text: those that begin with it, then those with a word that does. */
    function matches(text) {
      var wanted = foldedText(text.trim());
      folded = folded || titles.map(foldedText);
      if (!wanted) {
        return [];
      }
      var hits = [];
      folded.forEach(function (title, note) {
        var at = title.indexOf(wanted);
        if (at >= 0) {
          hits.push([at === 0 ? 0 : /[\s/_.-]/.test(title[at - 1]) ? 1 : 2, -rank(note), note]);
        }
      });
      hits.sort(function (a, b) {
        return a[0] - b[0] || a[1] - b[1] || a[2] - b[2];
      });
      return hits.slice(0, MOST).map(function (hit) {
        return hit[2];
      });
    }

    return knotwork.element("div", { class: "kw-graph-search" }, input, list, said);
  };

  /* A text without case and accents, for comparing. */
  function foldedText(text) {
    return text
      .normalize("NFD")
      .replace(/[\u0300-\u036f]/g, "")
      .toLowerCase();
  }
})();
