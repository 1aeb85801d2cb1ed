/* Lays the graph out in a worker, and shows the progress. */
(function () {
  "use strict";

  var LAYOUT_TIME = 600; /* milliseconds of layout when workers are not available */
  var SLOW_FRAME = 60; /* milliseconds of a frame from which updates are less frequent, so that the page stays usable */

  /* Starts the layout; returns a function that stops it.

     The page shows each step; with reduced motion only the result. */
  knotwork.graphArranged = function (data, drawing, box) {
    var worker;
    function stop() {
      if (worker) {
        worker.terminate();
      }
      box.dataset.state = "resting";
    }
    box.dataset.state = "moving";
    if (location.protocol === "file:") {
      layOutWithoutWorker(data, drawing).then(stop);
      return stop;
    }
    var reducedMotion = matchMedia("(prefers-reduced-motion: reduce)").matches;
    worker = new Worker(knotwork.file("graph-layout.js"));
    worker.onmessage = function (event) {
      if (!reducedMotion || event.data.done) {
        drawing.place(event.data.places);
      }
      if (event.data.done) {
        stop();
      } else {
        afterFrame(function () {
          worker.postMessage("shown");
        });
      }
    };
    worker.onerror = stop; /* the positions of the build stay */
    worker.postMessage({
      library: knotwork.file("forceatlas2.js"),
      x: data.x,
      y: data.y,
      edges: data.edges,
    });
    return stop;
  };

  /* Calls back after the next frame; after a slow frame with a delay. */
  function afterFrame(callback) {
    var start = performance.now();
    requestAnimationFrame(function () {
      requestAnimationFrame(function () {
        var elapsed = performance.now() - start;
        setTimeout(callback, elapsed > SLOW_FRAME ? Math.max(1000, 3 * elapsed) : 0);
      });
    });
  }

  /* Browsers do not start workers for pages opened from disk: a short layout on the page, for small graphs. */
  function layOutWithoutWorker(data, drawing) {
    if (data.titles.length > 1000) {
      return Promise.resolve();
    }
    return Promise.all([knotwork.script("forceatlas2.js"), knotwork.script("graph-layout.js")]).then(function () {
      drawing.place(knotwork.settled(data.x, data.y, data.edges, LAYOUT_TIME));
    });
  }
})();
