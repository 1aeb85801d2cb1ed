/* Draws the graph with sigma, and on a canvas above it the focused note with its neighbours. */
(function () {
  "use strict";

  var MANY = 1500; /* notes from which edges are thin lines, and hidden while the graph is dragged */
  var WHOLE = { x: 0.5, y: 0.5, ratio: 1 }; /* the camera that shows everything */

  /* A drawing in `stage` of data.titles, .edges, .x, .y; `area` gives the number of each note's colour. */
  knotwork.graphDrawing = function (stage, data, area) {
    var count = data.titles.length;
    var many = count > MANY;
    var neighbours = neighboursOf(data);
    var looks = styleOf(stage);
    var hidden = new Uint8Array(count);
    var reducedMotion = matchMedia("(prefers-reduced-motion: reduce)");
    var graph = newGraph();
    var marks = knotwork.graphMarks();
    var focused = null;
    var sigma = new Sigma(graph, stage, {
      allowInvalidContainer: true,
      defaultEdgeType: many ? "thin" : "line",
      edgeProgramClasses: {
        thin: Sigma.rendering.EdgeLineProgram,
        line: Sigma.rendering.EdgeRectangleProgram,
      },
      hideEdgesOnMove: many,
      hideLabelsOnMove: many,
      defaultEdgeColor: faded(looks.edge),
      labelDensity: 1,
      labelGridCellSize: 80,
      labelRenderedSizeThreshold: 4,
      stagePadding: 30,
      minCameraRatio: 0.01,
      maxCameraRatio: 3,
      zoomDuration: reducedMotion.matches ? 0 : 150,
      inertiaDuration: reducedMotion.matches ? 0 : 200,
      defaultDrawNodeLabel: function (pen, note) {
        marks.name(pen, note.label, note, "400", looks, stage.clientWidth);
      },
      defaultDrawNodeHover: function () {} /* graph-marks.js draws the note under the pointer */,
      nodeReducer: function (key, note) {
        return hidden[key] ? { hidden: true, x: note.x, y: note.y } : note;
      },
    });
    stage.append(marks.canvas);
    sigma.on("beforeRender", marks.begin);
    sigma.on("afterRender", mark);

    function newGraph() {
      var graph_ = new graphology.UndirectedGraph({ allowSelfLoops: false });
      var average = data.edges.length / count || 1; /* links of a note, on average */
      var room = Math.sqrt((stage.clientWidth * stage.clientHeight) / count);
      var unit = Math.min(7, Math.max(1.8, room / 10));
      data.titles.forEach(function (title, note) {
        graph_.addNode(String(note), {
          label: title,
          x: data.x[note],
          y: data.y[note],
          size: unit * Math.min(2.4, 0.5 + Math.sqrt(neighbours[note].length / average) / 2),
          color: looks.areas[area[note]],
        });
      });
      neighbours.forEach(function (linked, note) {
        linked.forEach(function (neighbour) {
          if (note < neighbour) {
            graph_.addEdge(String(note), String(neighbour));
          }
        });
      });
      return graph_;
    }

    /* The colour of links: fainter in larger graphs, so that dense parts stay readable. */
    function faded(colour) {
      var faint = Math.min(1, Math.max(0.3, Math.sqrt(2000 / (data.edges.length / 2 || 1))));
      var parts = colour.match(/[\d.]+/g).map(function (part, at) {
        return at < 3 ? Math.round(part * faint) : part * faint;
      });
      return "rgba(" + parts.join(", ") + ")";
    }

    /* The position of a note on the stage, its size, colour and title. */
    function spot(note) {
      var shown = sigma.getNodeDisplayData(String(note));
      var at = sigma.framedGraphToViewport(shown);
      return { x: at.x, y: at.y, size: sigma.scaleSize(shown.size), color: shown.color, title: data.titles[note] };
    }

    /* Draws the focused note and its neighbours above all others, which CSS fades. */
    function mark() {
      var shown = focused !== null && !hidden[focused];
      var around = !shown
        ? []
        : neighbours[focused]
            .filter(function (note) {
              return !hidden[note];
            })
            .sort(function (a, b) {
              return neighbours[b].length - neighbours[a].length || a - b;
            });
      marks.draw(shown ? spot(focused) : null, around.map(spot), looks, sigma.getDimensions());
    }

    /* Moves the camera so that these notes are visible; `closest` is the smallest ratio. */
    function aim(notes, closest) {
      var low = [Infinity, Infinity];
      var high = [-Infinity, -Infinity];
      notes.forEach(function (note) {
        var at = sigma.getNodeDisplayData(String(note));
        low = [Math.min(low[0], at.x), Math.min(low[1], at.y)];
        high = [Math.max(high[0], at.x), Math.max(high[1], at.y)];
      });
      /* at ratio 1 the shorter side of the stage is one unit long */
      var shorter = Math.min(stage.clientWidth, stage.clientHeight) || 1;
      var across = ((high[0] - low[0]) * shorter) / (stage.clientWidth || 1);
      var down = ((high[1] - low[1]) * shorter) / (stage.clientHeight || 1);
      var ratio = Math.max(across, down, closest) * 1.35;
      move(ratio < 1 ? { x: (low[0] + high[0]) / 2, y: (low[1] + high[1]) / 2, ratio: ratio } : WHOLE);
    }

    function move(state) {
      if (reducedMotion.matches) {
        sigma.getCamera().setState(state);
      } else {
        sigma.getCamera().animate(state, { duration: 250 });
      }
    }

    return {
      sigma: sigma,
      neighbours: neighbours,

      /* Focuses a note with its neighbours; null for none. */
      focus: function (note) {
        focused = note;
        stage.classList.toggle("kw-focused", note !== null && !hidden[note]);
        mark();
      },

      /* Moves the camera to a note and its neighbours. */
      approach: function (note) {
        aim([note].concat(neighbours[note]), 0.12);
      },

      /* Shows the notes for which `isShown` is true and hides the others; returns the number of shown notes. */
      filter: function (isShown) {
        var shown = [];
        for (var note = 0; note < count; note += 1) {
          hidden[note] = isShown(note) ? 0 : 1;
          if (!hidden[note]) {
            shown.push(note);
          }
        }
        sigma.refresh();
        if (shown.length && shown.length < count) {
          aim(shown, 0.05);
        } else {
          move(WHOLE);
        }
        return shown.length;
      },

      /* Sets the positions of all notes: x and y of each in turn. */
      place: function (places) {
        graph.updateEachNodeAttributes(
          function (key, note) {
            note.x = places[2 * key];
            note.y = places[2 * key + 1];
            return note;
          },
          { attributes: ["x", "y"] },
        );
      },

      zoom: function (factor) {
        var camera = sigma.getCamera();
        move({ ratio: camera.getBoundedRatio(camera.getState().ratio / factor) });
      },

      pan: function (x, y) {
        var state = sigma.getCamera().getState();
        move({ x: state.x + x * state.ratio, y: state.y + y * state.ratio });
      },

      all: function () {
        move(WHOLE);
      },

      /* Reads the colours again, when the page has turned dark or light. */
      recolour: function () {
        looks = styleOf(stage);
        graph.updateEachNodeAttributes(function (key, note) {
          note.color = looks.areas[area[key]];
          return note;
        });
        sigma.setSetting("defaultEdgeColor", faded(looks.edge));
      },
    };
  };

  /* The neighbours of each note, by links in either direction, each once. */
  function neighboursOf(data) {
    var neighbours = data.titles.map(function () {
      return new Set();
    });
    for (var at = 0; at < data.edges.length; at += 2) {
      neighbours[data.edges[at]].add(data.edges[at + 1]);
      neighbours[data.edges[at + 1]].add(data.edges[at]);
    }
    return neighbours.map(function (set) {
      return Array.from(set);
    });
  }

  /* The colours and the font of the graph, from CSS. */
  function styleOf(stage) {
    var style = getComputedStyle(stage);
    function value(name) {
      return style.getPropertyValue("--kw-graph-" + name).trim();
    }
    var areas = [];
    for (var number = 0; number < 10; number += 1) {
      areas.push(value(String(number)));
    }
    return {
      areas: areas,
      edge: value("edge"),
      strong: value("strong"),
      text: value("text"),
      page: value("page"),
      font: style.fontFamily,
    };
  }
})();
