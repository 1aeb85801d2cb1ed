/* A formula or a table wider than the page is scrolled, also by keyboard. */
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
