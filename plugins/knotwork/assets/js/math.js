/* A formula wider than the page is scrolled, also by keyboard. */
(function () {
  "use strict";

  knotwork.onPage(function (content) {
    content.querySelectorAll(".kw-math").forEach(function (formula) {
      if (formula.scrollWidth > formula.clientWidth) {
        formula.setAttribute("tabindex", "0");
      }
    });
  });
})();
