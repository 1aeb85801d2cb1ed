/* The bar with the findings of a page: asked for from the server, folded as it was, and its links lead to the
   words they are about. The pages of a build have no such script. */
(function () {
  "use strict";

  var FOLDED = "knotwork-bar-folded";
  var last = null;

  function stored(value) {
    try { /* without storage the bar is unfolded */
      if (value === undefined) {
        return localStorage.getItem(FOLDED) === "1";
      }
      localStorage.setItem(FOLDED, value ? "1" : "0");
    } catch (error) {
      return false;
    }
    return value;
  }

  function article() {
    return document.querySelector("article") || document.querySelector("main") || document.body;
  }

  /* The elements below a heading, or of the whole page, whose own text has the words. */
  function holders(anchor, words) {
    var start = anchor && document.getElementById(anchor);
    var walker = document.createTreeWalker(article(), NodeFilter.SHOW_TEXT);
    var all = [];
    while (walker.nextNode()) {
      var node = walker.currentNode;
      var behind = !start || start.contains(node) ||
        start.compareDocumentPosition(node) & Node.DOCUMENT_POSITION_FOLLOWING;
      if (behind && node.nodeValue.includes(words)) {
        all.push(node.parentElement);
      }
    }
    return all;
  }

  function lead(event) {
    var link = event.currentTarget;
    var anchor = decodeURIComponent(link.hash.slice(1));
    var target = anchor ? document.getElementById(anchor) : article().querySelector("h1");
    if (link.dataset.text) {
      var all = holders(anchor, link.dataset.text);
      target = all[Math.min(Number(link.dataset.count), all.length - 1)] || target;
    }
    if (!target) {
      return;
    }
    event.preventDefault();
    event.stopPropagation(); /* instant navigation takes it for a link of the page */
    for (var above = target.closest("details"); above; above = above.parentElement.closest("details")) {
      above.open = true;
    }
    if (last) {
      last.classList.remove("kw-led-to");
    }
    last = target;
    target.classList.add("kw-led-to");
    if (target.tabIndex < 0) {
      target.tabIndex = -1;
    }
    target.scrollIntoView({ block: "center" });
    target.focus({ preventScroll: true });
  }

  /* Links about the same words in one section lead to one place after the other. */
  function count(links) {
    var seen = new Map();
    links.forEach(function (link) {
      var key = link.hash + "\n" + link.dataset.text;
      link.dataset.count = seen.get(key) || 0;
      seen.set(key, Number(link.dataset.count) + 1);
    });
  }

  function place(html) {
    var old = document.getElementById("kw-writer");
    var bar = new DOMParser().parseFromString(html, "text/html").getElementById("kw-writer");
    if (old) {
      old.remove();
    }
    if (!bar) {
      return;
    }
    bar = document.adoptNode(bar);
    var links = Array.from(bar.querySelectorAll("li a"));
    count(links);
    links.forEach(function (link) { link.addEventListener("click", lead); });
    var details = bar.querySelector("details");
    if (details) {
      details.open = !stored();
      details.addEventListener("toggle", function () { stored(!details.open); });
    }
    document.body.append(bar);
  }

  function show() {
    var path = location.pathname;
    fetch("/livereload/knotwork/bar?page=" + encodeURIComponent(path)).then(function (answer) {
      return answer.ok ? answer.text() : "";
    }).catch(function () { /* the server has ended */
      return "";
    }).then(function (html) {
      if (path === location.pathname) { /* else the bar of another page is on its way */
        place(html);
      }
    });
  }

  if (window.document$ && window.document$.subscribe) {
    window.document$.subscribe(show); /* instant navigation */
  } else {
    show();
  }
})();
