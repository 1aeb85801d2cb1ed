/* The graph of all notes, on the page that has room for it. */
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
