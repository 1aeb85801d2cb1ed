/* Lets the notes of the graph find their places, and shows how they do. */
(function () {
  "use strict";

  var A_MOMENT = 600; /* milliseconds of layout where there can be no worker */
  var SLOW = 60; /* milliseconds for a picture, from which moving notes would be in the way of the reader */

  /* Lets the notes find their places; gives back what ends that.

     A worker does it, and the page shows how; where less motion is wanted, only the end of it. */
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
        rested(function () {
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
    });
    return stop;
  };

  /* Goes on when a picture is on the screen; after a slow one only when the page has been free for a while. */
  function rested(goOn) {
    var start = performance.now();
    requestAnimationFrame(function () {
      requestAnimationFrame(function () {
        var took = performance.now() - start;
        setTimeout(goOn, took > SLOW ? Math.max(1000, 3 * took) : 0);
      });
    });
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
