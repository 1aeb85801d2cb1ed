/* The folder tree of all notes, in a drawer: only the visible rows are in the page.

   Keys as in other trees: up and down, right and left to expand and collapse, Enter to open, letters to filter.
   Expanded folders are remembered until the tab is closed. */
(function () {
  "use strict";

  var document = knotwork.document;
  var MARGIN_ROWS = 8; /* rows above and below the visible ones */
  var ROW = 32; /* pixels; explorer.css has the same height */
  var shown = null;

  knotwork.explorer = function () {
    if (shown) {
      shown.open();
      return;
    }
    var list = knotwork.element("div", { class: "kw-explorer-tree", role: "tree", tabindex: "0", "aria-label": knotwork.words("Notes by folder") });
    var filter = knotwork.element("input", {
      type: "search",
      class: "kw-explorer-filter",
      placeholder: knotwork.words("Filter by title"),
      "aria-label": knotwork.words("Filter notes by title"),
      autocomplete: "off",
      spellcheck: "false",
    });
    var close = knotwork.element("button", { type: "button", class: "kw-explorer-close", "aria-label": knotwork.words("Close"), title: knotwork.words("Close") }, "×");
    var status = knotwork.element("p", { class: "kw-explorer-said", role: "status" }, knotwork.words("Loading …"));
    var drawer = knotwork.element(
      "dialog",
      { class: "kw-explorer", "aria-label": knotwork.words("All notes") },
      knotwork.element("div", { class: "kw-explorer-head" }, filter, close),
      status,
      list,
    );
    document.body.append(drawer);
    close.addEventListener("click", function () {
      drawer.close();
    });
    drawer.addEventListener("click", function (event) {
      if (event.target === drawer) {
        drawer.close(); /* a click outside of it */
      }
    });
    /* Material has its own shortcuts */
    drawer.addEventListener("keydown", function (event) {
      event.stopPropagation();
    });
    shown = { open: function () { drawer.showModal(); } };
    shown.open();
    Promise.all([knotwork.data("explorer"), knotwork.script("explorer-folders.js")]).then(
      function (loaded) {
        var data = loaded[0];
        status.textContent = "";
        shown = tree(drawer, list, filter, status, data);
        if (drawer.open) {
          shown.open(); /* else it was closed meanwhile */
        }
      },
      function () {
        status.textContent = knotwork.words("The list of notes could not be loaded.");
        shown = null; /* the next try may succeed */
        drawer.addEventListener("close", drawer.remove);
      },
    );
  };

  function tree(drawer, list, filter, status, data) {
    var folders = knotwork.explorerFolders;
    var children = folders.childrenOf(data);
    var names = null; /* the titles and aliases as the filter compares them */
    var open = folders.opened(data);
    var rows = [];
    var active = 0;
    var container = knotwork.element("div", { class: "kw-explorer-rows", role: "presentation" });
    list.append(container);

    /* All rows that can be scrolled to, in order: {folder|note, level, at, of, above}. */
    function listed(filtered) {
      var all = [];
      function add(folder, level) {
        var below = children[folder].folders.filter(function (index) {
          return !filtered || filtered.folders[index];
        });
        var notes = children[folder].notes.filter(function (index) {
          return !filtered || filtered.notes[index];
        });
        var of = below.length + notes.length;
        below.forEach(function (index, at) {
          all.push({ folder: index, level: level, at: at + 1, of: of, above: folder });
          if (filtered || open.has(index)) {
            add(index, level + 1);
          }
        });
        notes.forEach(function (index, at) {
          all.push({ note: index, level: level, at: below.length + at + 1, of: of, above: folder });
        });
      }
      add(0, 1);
      return all;
    }

    /* The notes whose titles or aliases contain the filter's text, and the folders above them; null without a filter. */
    function matches() {
      var text = folders.folded(filter.value.trim());
      if (!text) {
        return null;
      }
      names = names || data.titles.map(function (title, note) {
        return [title].concat((data.aliases || {})[note] || []).map(folders.folded).join("\n");
      });
      var filtered = { notes: {}, folders: {}, count: 0 };
      names.forEach(function (name, note) {
        if (name.includes(text)) {
          filtered.notes[note] = true;
          filtered.count += 1;
          for (var folder = data.folder[note]; folder > 0 && !filtered.folders[folder]; folder = data.folders[folder][0]) {
            filtered.folders[folder] = true;
          }
        }
      });
      return filtered;
    }

    function update(keep) {
      var filtered = matches();
      rows = listed(filtered);
      status.textContent = filtered ? knotwork.plural(filtered.count, "{n} note", "{n} notes") : "";
      container.style.height = rows.length * ROW + "px";
      active = Math.max(0, keep ? rows.findIndex(keep) : 0);
      draw();
    }

    /* Puts the visible rows into the page, and the active one: `aria-activedescendant` needs its id. */
    function draw() {
      var first = Math.max(0, Math.floor(list.scrollTop / ROW) - MARGIN_ROWS);
      var last = Math.min(rows.length, Math.ceil((list.scrollTop + list.clientHeight) / ROW) + MARGIN_ROWS);
      var visible = [];
      for (var at = first; at < last; at += 1) {
        visible.push(row(at));
      }
      if (rows.length && (active < first || active >= last)) {
        visible.push(row(active));
      }
      container.replaceChildren.apply(container, visible);
      if (rows.length) {
        list.setAttribute("aria-activedescendant", "kw-explorer-" + active);
      } else {
        list.removeAttribute("aria-activedescendant");
      }
    }

    function row(at) {
      var item = rows[at];
      var isFolder = item.folder !== undefined;
      var element = isFolder
        ? knotwork.element("div", {}, data.folders[item.folder][1])
        : knotwork.element("a", { href: knotwork.base + data.urls[item.note], tabindex: "-1" }, data.titles[item.note]);
      element.id = "kw-explorer-" + at;
      element.className = "kw-explorer-row" + (isFolder ? " kw-explorer-folder" : "") + (at === active ? " kw-active" : "");
      element.dataset.at = at;
      element.style.top = at * ROW + "px";
      element.style.setProperty("--kw-level", item.level);
      element.setAttribute("role", "treeitem");
      element.setAttribute("aria-level", item.level);
      element.setAttribute("aria-posinset", item.at);
      element.setAttribute("aria-setsize", item.of);
      element.setAttribute("aria-selected", String(at === active));
      if (isFolder) {
        element.setAttribute("aria-expanded", String(unfolded(item.folder)));
      } else if (isHere(item.note)) {
        element.setAttribute("aria-current", "page");
      }
      return element;
    }

    function unfolded(folder) {
      return Boolean(filter.value.trim()) || open.has(folder);
    }

    function isHere(note) {
      return knotwork.base + data.urls[note] === location.href.replace(/[?#].*$/, "");
    }

    /* Makes a row the active one, and scrolls to it. */
    function activate(at) {
      active = Math.min(Math.max(0, at), Math.max(0, rows.length - 1));
      var top = active * ROW;
      if (top < list.scrollTop) {
        list.scrollTop = top;
      } else if (top + ROW > list.scrollTop + list.clientHeight) {
        list.scrollTop = top + ROW - list.clientHeight;
      }
      draw();
    }

    function toggle(folder, unfold) {
      if (unfold) {
        open.add(folder);
      } else {
        open.delete(folder);
      }
      folders.remember(data, open);
      update(function (row_) {
        return row_.folder === folder;
      });
      activate(active);
    }

    function right(item) {
      if (item.folder !== undefined && !unfolded(item.folder)) {
        toggle(item.folder, true);
      } else if (item.folder !== undefined) {
        activate(active + 1);
      }
    }

    function left(item) {
      if (item.folder !== undefined && open.has(item.folder) && !filter.value.trim()) {
        toggle(item.folder, false);
      } else if (item.above > 0) {
        activate(
          rows.findIndex(function (parent) {
            return parent.folder === item.above;
          }),
        );
      }
    }

    function follow(item) {
      if (item.folder !== undefined) {
        toggle(item.folder, !open.has(item.folder));
      } else {
        document.getElementById("kw-explorer-" + active).click();
      }
    }

    /* What each key does with the active row. */
    var keys = {
      ArrowDown: function () { activate(active + 1); },
      ArrowUp: function () { activate(active - 1); },
      Home: function () { activate(0); },
      End: function () { activate(rows.length - 1); },
      PageDown: function () { activate(active + Math.floor(list.clientHeight / ROW)); },
      PageUp: function () { activate(active - Math.floor(list.clientHeight / ROW)); },
      ArrowRight: document.dir === "rtl" ? left : right,
      ArrowLeft: document.dir === "rtl" ? right : left,
      Enter: follow,
      " ": follow,
    };

    list.addEventListener("keydown", function (event) {
      if (event.ctrlKey || event.metaKey || event.altKey || !rows.length) {
        return;
      }
      if (keys[event.key]) {
        event.preventDefault();
        keys[event.key](rows[active]);
      } else if (event.key.length === 1) {
        filter.focus(); /* the letter is typed there */
      }
    });
    list.addEventListener("scroll", draw);
    list.addEventListener("click", function (event) {
      var item = event.target.closest("[data-at]");
      var clickedRow = item && rows[Number(item.dataset.at)];
      if (clickedRow && clickedRow.folder !== undefined) {
        active = Number(item.dataset.at);
        toggle(clickedRow.folder, !open.has(clickedRow.folder));
      } else if (clickedRow && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
        drawer.close();
      }
    });
    filter.addEventListener("input", function () {
      list.scrollTop = 0;
      update(function (row_) {
        return row_.note !== undefined; /* the first note, not its folder */
      });
    });
    filter.addEventListener("keydown", function (event) {
      if (event.key === "ArrowDown") {
        event.preventDefault();
        list.focus();
      } else if (event.key === "Enter" && rows.length) {
        follow(rows[active]);
      } else if (event.key === "Escape" && filter.value) {
        event.preventDefault(); /* the first Escape empties the field, the next closes the drawer */
        filter.value = "";
        update(null);
      }
    });

    return {
      /* Opens the drawer at the note of this page. */
      open: function () {
        var here = data.urls.findIndex(function (url, note) {
          return isHere(note);
        });
        for (var folder = here < 0 ? 0 : data.folder[here]; folder > 0; folder = data.folders[folder][0]) {
          open.add(folder);
        }
        if (!drawer.open) {
          drawer.showModal();
        }
        update(function (row_) {
          return row_.note === here;
        });
        list.scrollTop = Math.max(0, active * ROW - list.clientHeight / 2);
        activate(active);
        list.focus();
      },
    };
  }
})();
