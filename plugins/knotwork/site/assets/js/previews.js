/* Previews: hovering or focusing a link to another page shows the beginning of that page,
   or the section that the link leads to.

   The page is fetched and parsed; only text in plain elements is copied, with the classes that colour code and
   the addresses of links within the site: no ids, no scripts, no pictures. Esc closes a preview. There are none on touch screens and for pages opened from disk. */
(function () {
  "use strict";
  if (!window.knotwork || !/^http/.test(location.protocol)) {
    return;
  }
  var document = knotwork.document;

  var DELAY = 350;
  var HIDE_DELAY = 200; /* milliseconds to move the pointer from the link to the preview */
  var MAX_CHARACTERS = 4000; /* characters */
  var MAX_BYTES = 2e6; /* bytes */
  var MAX_PAGES = 30; /* pages */
  var PLAIN = /^(P|UL|OL|LI|STRONG|EM|B|I|CODE|PRE|BLOCKQUOTE|MARK|DEL|S|SUP|SUB|KBD|BR|DL|DT|DD|TABLE|THEAD|TBODY|TR|TH|TD)$/;
  var COLOUR = /^[a-z][a-z0-9]{0,2}$/; /* a class of a token of code */
  var LEFT_OUT =
    "script,style,template,svg,math,img,picture,video,audio,iframe,object,embed,button,input,textarea,select," +
    "nav,form,.headerlink,.footnote-ref,.footnote-backref,.kw-unwritten,.kw-snippets,.kw-findings,.kw-marks,.kw-linked-from,.kw-used," +
    ".kw-mentions,.kw-local-graph,.kw-rail-links,.kw-dates,.md-source-file,.linenos";

  var pages = new Map();
  var card = null;
  var shown = null; /* the link whose preview is shown */
  var pending = null;
  var timer = 0;
  var touched = false;
  var from = location.href; /* the page that a preview shows */
  var pointer = ""; /* where the pointer is */

  function page(url) {
    if (!pages.has(url)) {
      if (pages.size >= MAX_PAGES) {
        pages.delete(pages.keys().next().value);
      }
      pages.set(
        url,
        fetch(url, { credentials: "same-origin", mode: "same-origin" })
          .then(function (response) {
            var html = /^text\/html/.test(response.headers.get("Content-Type") || "");
            if (!response.ok || !html || response.headers.get("Content-Length") > MAX_BYTES) {
              throw new Error("no page to preview");
            }
            return response.text();
          })
          .then(function (text) {
            var parsed = text.length > MAX_BYTES ? null : new DOMParser().parseFromString(text, "text/html");
            return parsed && parsed.querySelector("article");
          })
          .catch(function () {
            pages.delete(url); /* the next try may succeed */
            return null;
          })
      );
    }
    return pages.get(url);
  }

  /* Copies plain elements and text into `to`; returns how many characters are left. */
  function copy(from, to, room) {
    for (var node = from.firstChild; node && room > 0; node = node.nextSibling) {
      if (node.nodeType === 3) {
        var text = node.data.length > room ? node.data.slice(0, room).replace(/\s+\S*$/, "") + " …" : node.data;
        to.append(text);
        room -= text.trim() ? node.data.length : 0;
      } else if (node.nodeType === 1 && !node.matches(LEFT_OUT)) {
        room = copyElement(node, to, room);
      }
    }
    return room;
  }

  /* An element of the same kind: one of a text, a token of code, a link within the site; else null. */
  function plainCopy(node) {
    var token = node.tagName === "SPAN" && COLOUR.test(node.className) && node.closest("pre");
    if (token) {
      return knotwork.element("span", { class: node.className });
    }
    if (node.tagName === "PRE" && node.closest(".highlight")) {
      return knotwork.element("pre", { class: "highlight" });
    }
    if (node.tagName === "A" && node.hasAttribute("href")) {
      var to = target(node.getAttribute("href"));
      return to && knotwork.element("a", { href: to, tabindex: "-1" });
    }
    return PLAIN.test(node.tagName) ? document.createElement(node.tagName) : null;
  }

  /* Where a link of the page that is shown leads; null for one that leaves the site. */
  function target(href) {
    try {
      var to = new URL(href, from);
      return to.href.startsWith(knotwork.base) ? to.href : null;
    } catch (error) {
      return null;
    }
  }

  function copyElement(node, to, room) {
    if (/^H[1-6]$/.test(node.tagName)) {
      var heading = knotwork.element("p", { class: "kw-preview-heading" });
      to.append(heading);
      return copy(node, heading, room);
    }
    var copied = plainCopy(node);
    if (!copied) {
      return copy(node, to, room);
    }
    to.append(copied);
    room = copy(node, copied, room);
    if (!copied.firstChild && copied.tagName !== "BR") {
      copied.remove();
    }
    return room;
  }

  /* The elements of a section, of a block with that id, or of the whole page. */
  function elementsOf(article, id) {
    var start = id && article.querySelector("#" + CSS.escape(id));
    if (!start) {
      return id ? [] : Array.from(article.children);
    }
    if (!/^H[1-6]$/.test(start.tagName)) {
      return [start];
    }
    var section = [start];
    for (var next = start.nextElementSibling; next; next = next.nextElementSibling) {
      if (/^H[1-6]$/.test(next.tagName) && next.tagName <= start.tagName) {
        break;
      }
      section.push(next);
    }
    return section;
  }

  function content(article, id) {
    var fragment = document.createDocumentFragment();
    var room = MAX_CHARACTERS;
    elementsOf(article, id).forEach(function (element) {
      if (room > 0 && !element.matches(LEFT_OUT)) {
        room = copyElement(element, fragment, room);
      }
    });
    return fragment.textContent.trim() ? fragment : null;
  }

  function place(link) {
    var room = document.documentElement.clientWidth;
    var boxes = link.getClientRects();
    var box = boxes[0] || link.getBoundingClientRect();
    var left = Math.min(Math.max(8, box.left), Math.max(8, room - card.offsetWidth - 8));
    var below = window.innerHeight - box.bottom;
    var above = below < card.offsetHeight + 16 && box.top > below;
    card.style.left = left + window.scrollX + "px";
    card.style.top = (above ? box.top - card.offsetHeight - 8 : box.bottom + 8) + window.scrollY + "px";
  }

  function show(link, excerpt) {
    if (!card) {
      card = knotwork.element("div", { class: "kw-preview md-typeset", id: "kw-preview", role: "tooltip" });
      card.addEventListener("pointerenter", keepOpen);
      card.addEventListener("pointerleave", hideSoon);
      card.addEventListener("scroll", fade);
    }
    card.textContent = "";
    card.append(excerpt);
    document.body.append(card);
    card.scrollTop = 0;
    place(link);
    fade();
    link.setAttribute("aria-describedby", "kw-preview");
  }

  /* The last line fades while there is more below. */
  function fade() {
    card.classList.toggle("kw-more", card.scrollHeight - card.scrollTop > card.clientHeight + 4);
  }

  function hide() {
    clearTimeout(timer);
    if (shown) {
      shown.removeAttribute("aria-describedby");
    }
    if (card) {
      card.remove();
    }
    shown = pending = null;
  }

  function keepOpen() {
    clearTimeout(timer);
  }

  function hideSoon() {
    clearTimeout(timer);
    timer = setTimeout(hide, HIDE_DELAY);
  }

  function address(link) {
    return typeof link.href === "string" ? link.href : new URL(link.href.baseVal, location).href; /* in SVG */
  }

  function anchor(hash) {
    try {
      return decodeURIComponent(hash.slice(1));
    } catch (error) {
      return hash.slice(1);
    }
  }

  /* The link at an event's target, if it leads to another page of this site. */
  function previewLink(event) {
    var link = event.target.closest && event.target.closest("article a, .kw-rail a");
    if (!link || !link.href || document.querySelector(".kw-no-previews") || link.matches(".headerlink,.kw-missing,.kw-tag,.kw-file,[download],[aria-describedby]")) {
      return null;
    }
    var to = new URL(address(link));
    var ours = to.href.startsWith(knotwork.base) && /(\/|\.html)$/.test(to.pathname);
    return ours && to.pathname !== location.pathname ? link : null;
  }

  function request(link) {
    if (link === pending || link === shown) {
      keepOpen();
      return;
    }
    clearTimeout(timer);
    pending = link;
    timer = setTimeout(function () {
      var to = new URL(address(link));
      page(to.origin + to.pathname + to.search).then(function (article) {
        from = to.href;
        var excerpt = article && pending === link && link.isConnected && content(article, anchor(to.hash));
        if (excerpt) {
          hide();
          shown = link;
          show(link, excerpt);
        }
      });
    }, DELAY);
  }

  function positionOf(event) {
    return event.clientX + " " + event.clientY;
  }

  function entered(event) {
    var still = pointer === positionOf(event); /* the page scrolled below the pointer: no preview */
    if (event.pointerType === "touch" || still) {
      return;
    }
    var link = previewLink(event);
    if (link) {
      request(link);
    }
  }

  function left(event) {
    var link = event.target.closest && event.target.closest("a");
    if (!link || link.contains(event.relatedTarget)) {
      return;
    }
    if (link === shown) {
      hideSoon();
    } else if (link === pending) {
      clearTimeout(timer);
      pending = null;
    }
  }

  function focused(event) {
    var link = touched ? null : previewLink(event);
    if (link && link.matches(":focus-visible")) {
      request(link);
    }
  }

  document.addEventListener("pointerover", entered);
  document.addEventListener("pointermove", function (event) {
    pointer = positionOf(event);
  });
  document.addEventListener("pointerout", left);
  document.addEventListener("focusin", focused);
  document.addEventListener("focusout", left);
  document.addEventListener("pointerdown", function (event) {
    touched = event.pointerType === "touch";
    if (!card || !card.contains(event.target)) {
      hide();
    }
  });
  document.addEventListener("keydown", function (event) {
    touched = false;
    if (event.key === "Escape") {
      hide();
    }
  });
  knotwork.onPage(hide);
})();
