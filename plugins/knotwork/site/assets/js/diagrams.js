/* Loads the script for diagrams only on pages that have one: it is large. */
(function () {
  "use strict";

  knotwork.onPage(function (content) {
    if (content.querySelector(".kw-mermaid")) {
      Promise.all([knotwork.script("mermaid.js"), knotwork.script("mermaid-run.js")]).then(
        function () {
          knotwork.diagrams(content);
        },
        function () {} /* the source stays visible */
      );
    }
  });
})();
