/* Diagrams: their script is large, so that only a page that has one loads it. */
(function () {
  "use strict";

  knotwork.onPage(function (content) {
    if (content.querySelector(".kw-mermaid")) {
      Promise.all([knotwork.script("mermaid.js"), knotwork.script("mermaid-run.js")]).then(
        function () {
          knotwork.diagrams(content);
        },
        function () {} /* the source stays */
      );
    }
  });
})();
