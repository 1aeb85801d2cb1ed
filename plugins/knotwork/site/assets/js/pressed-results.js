/* A search result that is pressed is followed, even where the list was renewed before it was released. What was
   pressed is gone then, and for the browser that is no click. */
(function () {
  "use strict";
  var document = knotwork.document;
  var RESULT = ".md-search-result__link";
  var MOST_MOVED = 8; /* pixels; who moves further has changed their mind */
  var pressed = null;

  document.addEventListener("pointerdown", function (event) {
    var isPlain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
    var link = isPlain && event.target.closest(RESULT);
    pressed = link ? { link: link, x: event.clientX, y: event.clientY } : null;
  });

  document.addEventListener("pointerup", function (event) {
    var start = pressed;
    pressed = null;
    if (!start || start.link.isConnected || Math.hypot(event.clientX - start.x, event.clientY - start.y) > MOST_MOVED) {
      return;
    }
    var renewed = Array.from(document.querySelectorAll(RESULT)).find(function (link) {
      return link.href === start.link.href;
    });
    (renewed || start.link).click();
  });
})();
