/* Gives Material's annotation buttons in code a label for screen readers; they have none. */
(function () {
  "use strict";

  knotwork.onPage(function (content) {
    content.querySelectorAll(".highlight + ol").forEach(function (list) {
      var block = list.previousElementSibling;

      function name() {
        block.querySelectorAll(".md-annotation__index:not([aria-label])").forEach(function (mark) {
          var number = mark.querySelector("[data-md-annotation-id]");
          mark.setAttribute("aria-label", knotwork.words("Annotation {number}", { number: number ? number.dataset.mdAnnotationId : "" }));
        });
      }

      name();
      new MutationObserver(name).observe(block, { childList: true, subtree: true });
    });
  });
})();
