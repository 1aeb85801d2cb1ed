/* Moves linked notes towards each other until they come to rest: ForceAtlas2, with Barnes-Hut for many notes.

   A worker of its own where there can be one. It is told {library, x, y, edges}, and tells again and
   again {places, done}: x and y of each note in turn. Between two such messages it waits for the page to say
   "shown". On a disk, where browsers allow no worker, the page loads this as a script and calls
   knotwork.settled for what can be had in a moment. */
(function () {
  "use strict";

  var PER_NODE = 10; /* numbers for each node and edge in ForceAtlas2's matrices; x, y and mass in place 0, 1, 6 */
  var PER_EDGE = 3;
  var SLICE = 16; /* milliseconds between two looks for messages */
  var LOOKED = 10; /* iterations between two looks whether all is at rest */
  var MANY = 2000; /* notes from which the last touches cost more than they show */

  function begun(x, y, edges) {
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
      resting: x.length > MANY ? 0.004 : 0.001 /* of the extent, moved by a note since the last look, on average */,
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
    var found = new Float32Array(state.count * 2);
    for (var n = 0; n < state.count; n += 1) {
      found[2 * n] = state.nodes[n * PER_NODE];
      found[2 * n + 1] = state.nodes[n * PER_NODE + 1];
    }
    return found;
  }

  /* Whether the notes have moved so little since the last look that nobody would see more of it. */
  function rests(state) {
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

  /* Iterates for some milliseconds; whether it has come to its end. */
  function ran(state, milliseconds) {
    var until = Date.now() + milliseconds;
    do {
      self.forceAtlas2(state.settings, state.nodes, state.pairs);
      state.left -= 1;
      if (state.left <= 0 || (state.left % LOOKED === 0 && rests(state))) {
        return true;
      }
    } while (Date.now() < until);
    return false;
  }

  function work() {
    var state;
    var waiting = false;

    function run() {
      var done = ran(state, SLICE);
      if (done || !waiting) {
        waiting = true;
        var found = places(state);
        self.postMessage({ places: found, done: done }, [found.buffer]);
      }
      if (!done) {
        setTimeout(run, 0); /* so that messages come in */
      }
    }

    self.onmessage = function (event) {
      if (event.data === "shown") {
        waiting = false;
        return;
      }
      importScripts(event.data.library);
      state = begun(event.data.x, event.data.y, event.data.edges);
      run();
    };
  }

  if (self.document) {
    knotwork.settled = function (x, y, edges, milliseconds) {
      var state = begun(x, y, edges);
      ran(state, milliseconds);
      return places(state);
    };
  } else {
    work();
  }
})();
