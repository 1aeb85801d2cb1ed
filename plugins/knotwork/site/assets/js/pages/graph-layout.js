/* Lays out the graph with ForceAtlas2, which moves linked notes towards each other; Barnes-Hut for many notes.

   It runs as a worker: it receives {library, x, y, edges} and sends {places, done} repeatedly, x and y of each
   note in turn. After each message it waits until the page sends "shown". For pages opened from disk, where
   browsers do not allow workers, the page loads this as a script and calls knotwork.settled for a short layout. */
(function () {
  "use strict";

  var PER_NODE = 10; /* numbers for each node and edge in ForceAtlas2's matrices; x, y and mass in place 0, 1, 6 */
  var PER_EDGE = 3;
  var SLICE_TIME = 16; /* milliseconds of work before messages are handled */
  var CHECK_EVERY = 10; /* iterations between two checks whether the notes are at rest */
  var MANY = 2000; /* notes from which the layout stops earlier */

  function newState(x, y, edges) {
    var nodes = new Float32Array(x.length * PER_NODE);
    var pairs = new Float32Array((edges.length / 2) * PER_EDGE);
    for (var n = 0; n < x.length; n += 1) {
      nodes[n * PER_NODE] = x[n];
      nodes[n * PER_NODE + 1] = y[n];
      nodes[n * PER_NODE + 6] = 1;
      nodes[n * PER_NODE + 7] = 1;
      nodes[n * PER_NODE + 8] = 1;
    }
    for (var e = 0; e < edges.length; e += 2) {
      nodes[edges[e] * PER_NODE + 6] += 1;
      nodes[edges[e + 1] * PER_NODE + 6] += 1;
      pairs.set([edges[e] * PER_NODE, edges[e + 1] * PER_NODE, 1], (e / 2) * PER_EDGE);
    }
    return {
      nodes: nodes,
      pairs: pairs,
      count: x.length,
      left: x.length > MANY ? 150 : 600,
      resting: x.length > MANY ? 0.004 : 0.001 /* average movement since the last check, as a share of the extent */,
      before: null,
      settings: {
        linLogMode: false,
        outboundAttractionDistribution: false,
        adjustSizes: false,
        edgeWeightInfluence: 1,
        scalingRatio: 10,
        strongGravityMode: true,
        gravity: 0.05,
        slowDown: 1 + Math.log(x.length),
        barnesHutOptimize: x.length > 400,
        barnesHutTheta: 1.2,
      },
    };
  }

  function places(state) {
    var positions = new Float32Array(state.count * 2);
    for (var n = 0; n < state.count; n += 1) {
      positions[2 * n] = state.nodes[n * PER_NODE];
      positions[2 * n + 1] = state.nodes[n * PER_NODE + 1];
    }
    return positions;
  }

  /* Whether the notes have hardly moved since the last check. */
  function isAtRest(state) {
    var now = places(state);
    var before = state.before;
    var moved = 0;
    var extent = 1;
    state.before = now;
    for (var i = 0; before && i < now.length; i += 1) {
      moved += Math.abs(now[i] - before[i]);
      extent = Math.max(extent, Math.abs(now[i]));
    }
    return before !== null && moved / now.length < state.resting * extent;
  }

  /* Iterates for some milliseconds; returns whether the layout is finished. */
  function iterate(state, milliseconds) {
    var until = Date.now() + milliseconds;
    do {
      self.forceAtlas2(state.settings, state.nodes, state.pairs);
      state.left -= 1;
      if (state.left <= 0 || (state.left % CHECK_EVERY === 0 && isAtRest(state))) {
        return true;
      }
    } while (Date.now() < until);
    return false;
  }

  function work() {
    var state;
    var waiting = false;

    function run() {
      var done = iterate(state, SLICE_TIME);
      if (done || !waiting) {
        waiting = true;
        var positions = places(state);
        self.postMessage({ places: positions, done: done }, [positions.buffer]);
      }
      if (!done) {
        setTimeout(run, 0); /* so that messages are received */
      }
    }

    self.onmessage = function (event) {
      if (event.data === "shown") {
        waiting = false;
        return;
      }
      importScripts(event.data.library);
      state = newState(event.data.x, event.data.y, event.data.edges);
      run();
    };
  }

  if (self.document) {
    knotwork.settled = function (x, y, edges, milliseconds) {
      var state = newState(x, y, edges);
      iterate(state, milliseconds);
      return places(state);
    };
  } else {
    work();
  }
})();
