/* The graph of all notes: the drawing and the controls around it. */
(function () {
  "use strict";

  var document = knotwork.document;
  var PARTS = [
    "graphology.js",
    "sigma.js",
    "graph-drawing.js",
    "graph-marks.js",
    "graph-search.js",
    "graph-controls.js",
    "graph-arranging.js",
  ];
  var COLOURS = 9; /* and one for all further areas */
  var NEIGHBOURS = 12; /* listed below the graph for a note */
  var leave = function () {};

  /* Material's instant navigation replaces the page without a reload. */
  knotwork.onPage(function () {
    leave();
  });

  knotwork.graph = function (box) {
    if (!hasWebGL()) {
      box.append(
        knotwork.element("p", {}, knotwork.words("This browser cannot draw the graph, it has no WebGL. The table below has the same data.")),
      );
      return;
    }
    box.append(knotwork.element("p", { class: "kw-graph-wait" }, knotwork.words("The graph is loading …")));
    Promise.all([knotwork.data("graph")].concat(PARTS.map(knotwork.script)))
      .then(function (loaded) {
        if (box.isConnected) {
          box.replaceChildren();
          draw(box, loaded[0]);
        } /* else the reader has gone on */
      })
      .catch(function (error) {
        leave();
        box.replaceChildren(
          knotwork.element("p", {}, knotwork.words("The graph could not be drawn. The table below has the same data.")),
        );
        throw error;
      });
  };

  function hasWebGL() {
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
      "aria-label": knotwork.plural(
        data.titles.length,
        "Graph of {n} note. Arrows move it, plus and minus zoom.",
        "Graph of {n} notes. Arrows move it, plus and minus zoom.",
      ),
    });
    var note = knotwork.element("div", { class: "kw-graph-note", "aria-live": "polite" });
    var controls = knotwork.graphControls;
    var chosen = null;
    var drawing;
    var search = knotwork.graphSearch(
      data.titles,
      data.aliases || {},
      function (index) {
        return drawing.neighbours[index].length;
      },
      choose,
      open,
    );
    box.append(
      knotwork.element("div", { class: "kw-graph-tools" }, search, controls.filters(data, narrow)),
      knotwork.element("div", { class: "kw-graph-frame" }, stage, buttons()),
      controls.legend(data, COLOURS),
      knotwork.element(
        "p",
        { class: "kw-graph-hint" },
        matchMedia("(hover: none)").matches
          ? knotwork.words("Tap a note to see its links. Drag to move, two fingers to zoom.")
          : knotwork.words("Point at a note to see its links; click to open it. Drag to move, Ctrl and the wheel to zoom."),
      ),
      note,
    );
    drawing = knotwork.graphDrawing(stage, data, colours);
    listen();
    var stop = knotwork.graphArranged(data, drawing, box);
    var watch = new MutationObserver(drawing.recolour);
    watch.observe(document.body, { attributes: true, attributeFilter: ["data-md-color-scheme"] });
    leave = function () {
      leave = function () {};
      stop();
      watch.disconnect();
      drawing.sigma.kill();
    };

    function address(index) {
      return knotwork.base + data.urls[index];
    }

    function open(index) {
      location.href = address(index);
    }

    /* Highlights a note and lists its neighbours below the graph; clears both for null. */
    function choose(index) {
      chosen = index;
      drawing.focus(index);
      note.replaceChildren();
      if (index !== null) {
        drawing.approach(index);
        note.append(noteSummary(index));
      }
    }

    function noteSummary(index) {
      var neighbours = drawing.neighbours[index].slice().sort(function (a, b) {
        return drawing.neighbours[b].length - drawing.neighbours[a].length || a - b;
      });
      var sentence = knotwork.element("p", {}, link(index), " – " + (neighbours.length ? knotwork.words("linked with") + " " : knotwork.words("no links")));
      neighbours.slice(0, NEIGHBOURS).forEach(function (neighbour, at) {
        sentence.append(at ? ", " : "", link(neighbour));
      });
      if (neighbours.length > NEIGHBOURS) {
        sentence.append(" " + knotwork.words("and {n} more", { n: knotwork.number(neighbours.length - NEIGHBOURS) }));
      }
      return sentence;
    }

    function link(index) {
      return knotwork.element("a", { href: address(index) }, data.titles[index]);
    }

    function narrow(isShown) {
      var shown = drawing.filter(isShown);
      choose(null);
      return shown;
    }

    function buttons() {
      var made = [
        ["in", knotwork.words("Zoom in"), zoomBy(1.6)],
        ["out", knotwork.words("Zoom out"), zoomBy(1 / 1.6)],
        ["all", knotwork.words("Show all notes"), showAll],
      ];
      return controls.buttons(
        document.fullscreenEnabled ? made.concat([["full", knotwork.words("Full screen"), toggleFullScreen]]) : made,
      );
    }

    function zoomBy(factor) {
      return function () {
        drawing.zoom(factor);
      };
    }

    function showAll() {
      drawing.all();
    }

    function toggleFullScreen() {
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
          choose(Number(event.node)); /* touch screens cannot hover: a tap selects, the link below opens */
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
      /* the wheel scrolls the page; with Ctrl, Cmd or in full screen it zooms */
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
      event.stopPropagation(); /* Material has its own shortcuts */
    }
  }
})();
