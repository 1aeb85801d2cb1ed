/* The folder tree of all notes, in a drawer: only the rows in sight are in the page.

   Keys as in every tree: up and down, right and left to open and close, Enter to follow, letters to filter. The
   folders that are open are remembered while the tab lives. */
(function () {
  "use strict";

  var document = knotwork.document;
  var SPARE = 8; /* rows above and below those in sight */
  var ROW = 32; /* pixels; the style says the same */
  var shown = null;

  knotwork.explorer = function () {
    if (shown) {
      shown.open();
      return;
    }
    var list = knotwork.element("div", { class: "kw-explorer-tree", role: "tree", tabindex: "0", "aria-label": "Notes by folder" });
    var filter = knotwork.element("input", {
      type: "search",
      class: "kw-explorer-filter",
      placeholder: "Filter by title",
      "aria-label": "Filter notes by title",
      autocomplete: "off",
      spellcheck: "false",
    });
    var close = knotwork.element("button", { type: "button", class: "kw-explorer-close", "aria-label": "Close", title: "Close" }, "×");
    var said = knotwork.element("p", { class: "kw-explorer-said", role: "status" }, "Loading …");
    var drawer = knotwork.element(
      "dialog",
      { class: "kw-explorer", "aria-label": "All notes" },
      knotwork.element("div", { class: "kw-explorer-head" }, filter, close),
      said,
      list,
    );
    document.body.append(drawer);
    close.addEventListener("click", function () {
      drawer.close();
    });
    drawer.addEventListener("click", function (event) {
      if (event.target === drawer) {
        drawer.close(); /* beside it */
      }
    });
    /* Material has keys of its own */
    drawer.addEventListener("keydown", function (event) {
      event.stopPropagation();
    });
    shown = { open: function () { drawer.showModal(); } };
    shown.open();
    Promise.all([knotwork.data("explorer"), knotwork.script("explorer-folders.js")]).then(
      function (loaded) {
        var data = loaded[0];
        said.textContent = "";
        shown = tree(drawer, list, filter, said, data);
        shown.open();
      },
      function () {
        said.textContent = "The list of notes could not be loaded.";
      },
    );
  };

  function tree(drawer, list, filter, said, data) {
    var folders = knotwork.explorerFolders;
    var children = folders.childrenOf(data);
    var names = null; /* the titles as the filter compares them */
    var open = folders.opened(data);
    var rows = [];
    var active = 0;
    var inner = knotwork.element("div", { class: "kw-explorer-rows", role: "presentation" });
    list.append(inner);

    /* The rows that are visible when one could scroll without end, in order: {folder|note, level, at, of}. */
    function listed(wanted) {
      var found = [];
      function add(folder, level) {
        var below = children[folder].folders.filter(function (each) {
          return !wanted || wanted.folders[each];
        });
        var notes = children[folder].notes.filter(function (each) {
          return !wanted || wanted.notes[each];
        });
        var of = below.length + notes.length;
        below.forEach(function (each, at) {
          found.push({ folder: each, level: level, at: at + 1, of: of, above: folder });
          if (wanted || open.has(each)) {
            add(each, level + 1);
          }
        });
        notes.forEach(function (each, at) {
          found.push({ note: each, level: level, at: below.length + at + 1, of: of, above: folder });
        });
      }
      add(0, 1);
      return found;
    }

    /* What the filter leaves: the notes whose titles hold its text, and the folders above them. */
    function wanted() {
      var text = folders.folded(filter.value.trim());
      if (!text) {
        return null;
      }
      names = names || data.titles.map(folders.folded);
      var left = { notes: {}, folders: {}, count: 0 };
      names.forEach(function (name, note) {
        if (name.includes(text)) {
          left.notes[note] = true;
          left.count += 1;
          for (var each = data.folder[note]; each > 0 && !left.folders[each]; each = data.folders[each][0]) {
            left.folders[each] = true;
          }
        }
      });
      return left;
    }

    function update(keep) {
      var left = wanted();
      rows = listed(left);
      said.textContent = left ? left.count.toLocaleString("en") + (left.count === 1 ? " note" : " notes") : "";
      inner.style.height = rows.length * ROW + "px";
      active = Math.max(0, keep ? rows.findIndex(keep) : 0);
      draw();
    }

    /* Puts the rows in sight into the page, and the active one wherever it is: its id must exist. */
    function draw() {
      var first = Math.max(0, Math.floor(list.scrollTop / ROW) - SPARE);
      var last = Math.min(rows.length, Math.ceil((list.scrollTop + list.clientHeight) / ROW) + SPARE);
      var made = [];
      for (var at = first; at < last; at += 1) {
        made.push(row(at));
      }
      if (rows.length && (active < first || active >= last)) {
        made.push(row(active));
      }
      inner.replaceChildren.apply(inner, made);
      if (rows.length) {
        list.setAttribute("aria-activedescendant", "kw-explorer-" + active);
      } else {
        list.removeAttribute("aria-activedescendant");
      }
    }

    function row(at) {
      var each = rows[at];
      var isFolder = each.folder !== undefined;
      var made = isFolder
        ? knotwork.element("div", {}, data.folders[each.folder][1])
        : knotwork.element("a", { href: knotwork.base + data.urls[each.note], tabindex: "-1" }, data.titles[each.note]);
      made.id = "kw-explorer-" + at;
      made.className = "kw-explorer-row" + (isFolder ? " kw-explorer-folder" : "") + (at === active ? " kw-active" : "");
      made.dataset.at = at;
      made.style.top = at * ROW + "px";
      made.style.setProperty("--kw-level", each.level);
      made.setAttribute("role", "treeitem");
      made.setAttribute("aria-level", each.level);
      made.setAttribute("aria-posinset", each.at);
      made.setAttribute("aria-setsize", each.of);
      made.setAttribute("aria-selected", String(at === active));
      if (isFolder) {
        made.setAttribute("aria-expanded", String(unfolded(each.folder)));
      } else if (isHere(each.note)) {
        made.setAttribute("aria-current", "page");
      }
      return made;
    }

    function unfolded(folder) {
      return Boolean(filter.value.trim()) || open.has(folder);
    }

    function isHere(note) {
      return knotwork.base + data.urls[note] === location.href.replace(/[?#].*$/, "");
    }

    /* Makes a row the active one, and scrolls it into sight. */
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
      update(function (each) {
        return each.folder === folder;
      });
      activate(active);
    }

    function right(each) {
      if (each.folder !== undefined && !unfolded(each.folder)) {
        toggle(each.folder, true);
      } else if (each.folder !== undefined) {
        activate(active + 1);
      }
    }

    function left(each) {
      if (each.folder !== undefined && open.has(each.folder) && !filter.value.trim()) {
        toggle(each.folder, false);
      } else if (each.above > 0) {
        activate(
          rows.findIndex(function (other) {
            return other.folder === each.above;
          }),
        );
      }
    }

    function follow(each) {
      if (each.folder !== undefined) {
        toggle(each.folder, !open.has(each.folder));
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
        filter.focus(); /* where the letter then arrives */
      }
    });
    list.addEventListener("scroll", draw);
    list.addEventListener("click", function (event) {
      var item = event.target.closest("[data-at]");
      var each = item && rows[Number(item.dataset.at)];
      if (each && each.folder !== undefined) {
        active = Number(item.dataset.at);
        toggle(each.folder, !open.has(each.folder));
      } else if (each && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
        drawer.close();
      }
    });
    filter.addEventListener("input", function () {
      list.scrollTop = 0;
      update(function (each) {
        return each.note !== undefined; /* the first note, not its folder */
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
        for (var each = here < 0 ? 0 : data.folder[here]; each > 0; each = data.folders[each][0]) {
          open.add(each);
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
