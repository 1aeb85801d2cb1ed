/* Loads the graph of all notes on its page. */
(function () {
  "use strict";

  knotwork.onPage(function (content) {
    var box = content.querySelector(".kw-graph");
    if (box && !box.firstChild) {
      knotwork.script("graph.js").then(function () {
        knotwork.graph(box);
      });
    }
  });
})();
