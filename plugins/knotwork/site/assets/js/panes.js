/* Stacked panes: a link opens its page beside the one that is read. What does it is loaded on wide screens only. */
(function () {
  "use strict";
  if (!window.knotwork || !/^http/.test(location.protocol)) {
    return;
  }
  var wide = matchMedia("(min-width: 76.25em)");

  function begin() {
    if (wide.matches) {
      knotwork.script("stack.js").then(function () {
        knotwork.stack(wide);
      });
    }
  }

  if (wide.matches && /[?&]beside=/.test(location.search)) {
    knotwork.document.documentElement.classList.add("kw-stacked"); /* before anything is drawn */
  }
  wide.addEventListener("change", begin);
  begin();
})();
