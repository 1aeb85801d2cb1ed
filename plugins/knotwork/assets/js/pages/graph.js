/* The graph of all notes: the drawing, and the controls around it. */
(function () {
  "use strict";

  var PARTS = ["graphology.js", "sigma.js", "graph-drawing.js", "graph-search.js"];
  var COLOURS = 9; /* and one more for all areas beyond */
  var NEIGHBOURS = 12; /* whose names are listed below the graph */
  var A_MOMENT = 600; /* milliseconds of layout where there can be no worker */
  var leave = function () {};

  /* Instant navigation takes the page away without a reload. */
  knotwork.onPage(function () {
    leave();
  });

  knotwork.graph = function (box) {
    if (!drawable()) {
      box.append(
        knotwork.element("p", {}, "This browser cannot draw the graph, it has no WebGL. The table below says the same."),
      );
      return;
    }
    box.append(knotwork.element("p", { class: "kw-graph-wait" }, "The graph is loading …"));
    Promise.all([knotwork.data("graph")].concat(PARTS.map(knotwork.script)))
      .then(function (loaded) {
        box.replaceChildren();
        draw(box, loaded[0]);
      })
      .catch(function (error) {
        leave();
        box.replaceChildren(
          knotwork.element("p", {}, "The graph could not be drawn. The table below says the same."),
        );
        throw error;
      });
  };

  function drawable() {
    return Boolean(document.createElement("canvas").getContext("webgl2"));
  }

  function draw(box, data) {
    var colours = data.area.map(function (area) {
      return Math.min(area, COLOURS);
    });
    var stage = knotwork.element("div", {
      class: "kw-graph-stage",
      tabindex: "0",
      role: "application",
      "aria-label": "Graph of " + data.titles.length + " notes. Arrows move it, plus and minus zoom.",
    });
    var note = knotwork.element("div", { class: "kw-graph-note", "aria-live": "polite" });
    var chosen = null;
    var drawing;
    var search = knotwork.graphSearch(
      data.titles,
      function (each) {
        return drawing.neighbours[each].length;
      },
      choose,
      open,
    );
    box.append(
      knotwork.element("div", { class: "kw-graph-tools" }, search, filters(data, narrow)),
      knotwork.element("div", { class: "kw-graph-frame" }, stage, buttons()),
      legend(data),
      knotwork.element(
        "p",
        { class: "kw-graph-hint" },
        "Point at a note to see what it is linked with; click to open it. Drag to move, Ctrl and the wheel to zoom.",
      ),
      note,
    );
    drawing = knotwork.graphDrawing(stage, data, colours);
    listen();
    var stop = arrange(data, drawing, box);
    var watch = new MutationObserver(drawing.recolour);
    watch.observe(document.body, { attributes: true, attributeFilter: ["data-md-color-scheme"] });
    leave = function () {
      leave = function () {};
      stop();
      watch.disconnect();
      drawing.sigma.kill();
    };

    function address(each) {
      return knotwork.base + data.urls[each];
    }

    function open(each) {
      location.href = address(each);
    }

    /* Shows a note, what it is linked with, and links to all of these; null: none. */
    function choose(each) {
      chosen = each;
      drawing.focus(each);
      note.replaceChildren();
      if (each !== null) {
        drawing.approach(each);
        note.append(about(each));
      }
    }

    function about(each) {
      var others = drawing.neighbours[each].slice().sort(function (a, b) {
        return drawing.neighbours[b].length - drawing.neighbours[a].length || a - b;
      });
      var said = knotwork.element("p", {}, link(each), others.length ? " – linked with " : " – no links");
      others.slice(0, NEIGHBOURS).forEach(function (other, at) {
        said.append(at ? ", " : "", link(other));
      });
      if (others.length > NEIGHBOURS) {
        said.append(" and " + (others.length - NEIGHBOURS) + " more");
      }
      return said;
    }

    function link(each) {
      return knotwork.element("a", { href: address(each) }, data.titles[each]);
    }

    function narrow(wanted) {
      var shown = drawing.filter(wanted);
      choose(null);
      return shown;
    }

    function buttons() {
      var made = knotwork.element("div", { class: "kw-graph-buttons" });
      [
        ["M12 5v14M5 12h14", "Zoom in", zoomed(1.6)],
        ["M5 12h14", "Zoom out", zoomed(1 / 1.6)],
        ["M12 7a5 5 0 1 0 0 10 5 5 0 1 0 0-10M12 2v5M12 17v5M2 12h5M17 12h5", "Show all notes", whole],
        ["M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5", "Full screen", full],
      ].forEach(function (each) {
        var button = knotwork.element(
          "button",
          { type: "button", class: "kw-graph-button", title: each[1], "aria-label": each[1] },
          icon(each[0]),
        );
        button.addEventListener("click", each[2]);
        if (each[2] !== full || document.fullscreenEnabled) {
          made.append(button);
        }
      });
      return made;
    }

    function zoomed(factor) {
      return function () {
        drawing.zoom(factor);
      };
    }

    function whole() {
      drawing.all();
    }

    function full() {
      if (document.fullscreenElement) {
        document.exitFullscreen();
      } else {
        box.requestFullscreen();
      }
    }

    function listen() {
      drawing.sigma.on("enterNode", function (event) {
        drawing.focus(Number(event.node));
        stage.classList.add("kw-pointed");
      });
      drawing.sigma.on("leaveNode", function () {
        drawing.focus(chosen);
        stage.classList.remove("kw-pointed");
      });
      drawing.sigma.on("clickNode", function (event) {
        var original = event.event.original;
        if (window.TouchEvent && original instanceof TouchEvent) {
          choose(Number(event.node)); /* a finger cannot point: the first touch shows, the link opens */
        } else if (original.ctrlKey || original.metaKey) {
          window.open(address(Number(event.node)));
        } else {
          open(Number(event.node));
        }
      });
      drawing.sigma.on("clickStage", function () {
        choose(null);
      });
      stage.addEventListener("keydown", key);
      /* the wheel scrolls the page, unless it is asked to zoom */
      stage.addEventListener(
        "wheel",
        function (event) {
          if (!event.ctrlKey && !event.metaKey && !document.fullscreenElement) {
            event.stopPropagation();
          }
        },
        { capture: true },
      );
    }

    function key(event) {
      var steps = { ArrowLeft: [-0.1, 0], ArrowRight: [0.1, 0], ArrowUp: [0, 0.1], ArrowDown: [0, -0.1] };
      var step = steps[event.key];
      if (event.ctrlKey || event.metaKey || event.altKey) {
        return;
      }
      if (step) {
        drawing.pan(step[0], step[1]);
      } else if (event.key === "+" || event.key === "=") {
        drawing.zoom(1.6);
      } else if (event.key === "-") {
        drawing.zoom(1 / 1.6);
      } else if (event.key === "0" || event.key === "Home") {
        drawing.all();
      } else if (event.key === "Enter" && chosen !== null) {
        open(chosen);
      } else {
        return;
      }
      event.preventDefault();
      event.stopPropagation(); /* Material has keys of its own */
    }
  }

  /* Fields that narrow the graph to a folder or a tag, and a sentence that says what is left. */
  function filters(data, narrow) {
    var made = knotwork.element("div", { class: "kw-graph-filters" });
    var said = knotwork.element("span", { class: "kw-graph-said", role: "status" });
    var folder = choice("Folder", data.folders.slice(1));
    var tag = choice(
      "Tag",
      data.tagNames.map(function (name) {
        return "#" + name;
      }),
    );
    function change() {
      var name = folder.value === "" ? null : data.folders[Number(folder.value) + 1];
      var number = tag.value === "" ? null : Number(tag.value);
      var shown = narrow(function (note) {
        var own = data.folders[data.folder[note]];
        return (
          (name === null || own === name || own.startsWith(name + "/")) &&
          (number === null || data.tags[note].includes(number))
        );
      });
      var all = name === null && number === null;
      said.textContent = all ? "" : shown.toLocaleString("en") + " of " + data.titles.length.toLocaleString("en") + " notes";
    }
    [
      [folder, data.folders.length - 1],
      [tag, data.tagNames.length],
    ].forEach(function (each) {
      if (each[1]) {
        each[0].addEventListener("change", change);
        made.append(each[0]);
      }
    });
    made.append(said);
    return made;
  }

  function choice(label, names) {
    var made = knotwork.element("select", { class: "kw-graph-input", "aria-label": label });
    made.append(knotwork.element("option", { value: "" }, label === "Tag" ? "All tags" : "All folders"));
    names.forEach(function (name, at) {
      made.append(knotwork.element("option", { value: String(at) }, name));
    });
    return made;
  }

  function icon(path) {
    var space = "http://www.w3.org/2000/svg";
    var made = document.createElementNS(space, "svg");
    var line = document.createElementNS(space, "path");
    made.setAttribute("viewBox", "0 0 24 24");
    made.setAttribute("aria-hidden", "true");
    line.setAttribute("d", path);
    made.append(line);
    return made;
  }

  /* What the colours mean; nothing where there is but one. */
  function legend(data) {
    var made = knotwork.element("ul", { class: "kw-graph-legend", "aria-label": "Colours" });
    var names = data.areas.slice(0, COLOURS).map(function (name) {
      return name || "no folder";
    });
    if (data.areas.length > COLOURS) {
      names.push("other folders");
    }
    names.forEach(function (name, at) {
      made.append(
        knotwork.element(
          "li",
          {},
          knotwork.element("span", { class: "kw-graph-dot kw-graph-dot-" + at, "aria-hidden": "true" }),
          name,
        ),
      );
    });
    return names.length > 1 ? made : "";
  }

  /* Lets the notes find their places; gives back what ends that.

     A worker does it, and the page shows how; where less motion is wanted, only the end of it. */
  function arrange(data, drawing, box) {
    var worker;
    function stop() {
      if (worker) {
        worker.terminate();
      }
      box.dataset.state = "resting";
    }
    box.dataset.state = "moving";
    if (location.protocol === "file:") {
      arrangedHere(data, drawing).then(stop);
      return stop;
    }
    var still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    worker = new Worker(knotwork.file("graph-layout.js"));
    worker.onmessage = function (event) {
      if (!still || event.data.done) {
        drawing.place(event.data.places);
      }
      if (event.data.done) {
        stop();
      } else {
        requestAnimationFrame(function () {
          worker.postMessage("shown");
        });
      }
    };
    worker.onerror = stop; /* the places that the build gave are good enough */
    worker.postMessage({
      library: knotwork.file("forceatlas2.js"),
      x: data.x,
      y: data.y,
      edges: data.edges,
      pause: data.titles.length > 2000 ? 400 : 16,
    });
    return stop;
  }

  /* Browsers start no worker from a disk: what can be had in a moment is had here, for a few notes. */
  function arrangedHere(data, drawing) {
    if (data.titles.length > 1000) {
      return Promise.resolve();
    }
    return Promise.all([knotwork.script("forceatlas2.js"), knotwork.script("graph-layout.js")]).then(function () {
      drawing.place(knotwork.settled(data.x, data.y, data.edges, A_MOMENT));
    });
  }
})();
