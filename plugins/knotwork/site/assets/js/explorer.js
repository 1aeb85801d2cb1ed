/* The button that opens the folder tree of all notes; the tree is loaded on first use. */
(function () {
  "use strict";

  var document = knotwork.document;
  var TREE = "M3 4h7v4H3zM14 10h7v4h-7zM14 17h7v4h-7zM6 8v11h8M6 12h8";

  knotwork.onPage(function (content) {
    if (document.querySelector(".kw-explorer-button")) {
      return; /* instant navigation keeps the header */
    }
    var button = knotwork.element("button", {
      type: "button",
      class: "md-header__button md-icon kw-explorer-button",
      title: knotwork.words("All notes"),
      "aria-label": knotwork.words("All notes"),
      "aria-haspopup": "dialog",
    });
    var namespace = "http://www.w3.org/2000/svg";
    var icon = document.createElementNS(namespace, "svg");
    icon.setAttribute("viewBox", "0 0 24 24");
    icon.setAttribute("aria-hidden", "true");
    icon.append(document.createElementNS(namespace, "path"));
    icon.firstChild.setAttribute("d", TREE);
    button.append(icon);
    button.addEventListener("click", function () {
      knotwork.script("explorer.js").then(function () {
        knotwork.explorer();
      });
    });
    var bar = document.querySelector(".md-header__inner");
    if (bar) {
      bar.insertBefore(button, bar.querySelector("[for=__search], .md-search, .md-header__source"));
    } else {
      content.prepend(button);
    }
  });
})();
