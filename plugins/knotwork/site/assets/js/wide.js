/* Lets the keyboard scroll formulas and tables that are wider than the page. */
(function () {
  "use strict";

  knotwork.onPage(function (content) {
    content.querySelectorAll(".kw-math, .md-typeset__scrollwrap").forEach(function (wide) {
      if (wide.scrollWidth > wide.clientWidth) {
        wide.setAttribute("tabindex", "0");
      }
    });
  });
})();
