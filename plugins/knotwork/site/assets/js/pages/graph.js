/* The graph of all notes: the drawing, and the controls around it. */
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
  var COLOURS = 9; /* and one more for all areas beyond */
  var NEIGHBOURS = 12; /* whose names are listed below the graph */
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
    var controls = knotwork.graphControls;
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
      knotwork.element("div", { class: "kw-graph-tools" }, search, controls.filters(data, narrow)),
      knotwork.element("div", { class: "kw-graph-frame" }, stage, buttons()),
      controls.legend(data, COLOURS),
      knotwork.element(
        "p",
        { class: "kw-graph-hint" },
        matchMedia("(hover: none)").matches
          ? "Tap a note to see what it is linked with. Drag to move, two fingers to zoom."
          : "Point at a note to see what it is linked with; click to open it. Drag to move, Ctrl and the wheel to zoom.",
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
      var made = [
        ["in", "Zoom in", zoomed(1.6)],
        ["out", "Zoom out", zoomed(1 / 1.6)],
        ["all", "Show all notes", whole],
      ];
      return controls.buttons(
        document.fullscreenEnabled ? made.concat([["full", "Full screen", full]]) : made,
      );
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
})();
