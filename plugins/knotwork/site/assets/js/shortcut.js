/* Ctrl+K, on a Mac ⌘K, goes to the search field, as it does elsewhere; the theme's own keys are F, S and /. */
(function () {
  "use strict";
  var document = knotwork.document;

  document.addEventListener("keydown", function (event) {
    var isAlone = event.ctrlKey !== event.metaKey && !event.altKey && !event.shiftKey;
    var field = isAlone && event.key.toLowerCase() === "k" && document.querySelector("input.md-search__input");
    if (field) {
      event.preventDefault();
      field.focus();
      field.select();
    }
  });
})();
