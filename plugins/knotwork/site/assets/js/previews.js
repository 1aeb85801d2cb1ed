/* Previews: resting on a link to another page, with the pointer or the keyboard, shows how that page begins,
   or the section the link leads to.

   The page is fetched and parsed, and nothing of it is taken over but plain text in plain elements: no
   attributes, no ids, no scripts, no pictures. Esc closes; on touch screens and from a disk there are none. */
(function () {
  "use strict";
  if (!window.knotwork || !/^http/.test(location.protocol)) {
    return;
  }
  var document = knotwork.document;

  var DELAY = 350;
  var LINGER = 200; /* to move the pointer from the link onto the preview */
  var LONGEST = 700; /* characters */
  var LARGEST = 2e6; /* bytes */
  var KEPT = 30; /* pages */
  var PLAIN = /^(P|UL|OL|LI|STRONG|EM|B|I|CODE|PRE|BLOCKQUOTE|MARK|DEL|S|SUP|SUB|KBD|BR|DL|DT|DD)$/;
  var LEFT_OUT =
    "script,style,template,svg,math,img,picture,video,audio,iframe,object,embed,button,input,textarea,select," +
    "table,nav,form,.headerlink,.footnote-ref,.footnote-backref,.kw-unwritten,.kw-snippets,.kw-findings,.kw-marks,.kw-linked-from,.kw-used," +
    ".kw-mentions,.kw-local-graph,.md-source-file,.linenos";

  var pages = new Map();
  var card = null;
  var shown = null; /* the link whose preview is shown or on its way */
  var asked = null;
  var timer = 0;
  var touched = false;
  var at = ""; /* where the pointer is */

  function page(url) {
    if (!pages.has(url)) {
      if (pages.size >= KEPT) {
        pages.delete(pages.keys().next().value);
      }
      pages.set(
        url,
        fetch(url, { credentials: "same-origin", mode: "same-origin" })
          .then(function (answer) {
            var html = /^text\/html/.test(answer.headers.get("Content-Type") || "");
            if (!answer.ok || !html || answer.headers.get("Content-Length") > LARGEST) {
              throw new Error("no page to preview");
            }
            return answer.text();
          })
          .then(function (text) {
            var parsed = text.length > LARGEST ? null : new DOMParser().parseFromString(text, "text/html");
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

  /* Copies plain elements and text into `to`; answers how much room is left. */
  function copy(from, to, room) {
    for (var node = from.firstChild; node && room > 0; node = node.nextSibling) {
      if (node.nodeType === 3) {
        var text = node.data.length > room ? node.data.slice(0, room).replace(/\s+\S*$/, "") + " …" : node.data;
        to.append(text);
        room -= text.trim() ? node.data.length : 0;
      } else if (node.nodeType === 1 && !node.matches(LEFT_OUT)) {
        room = plain(node, to, room);
      }
    }
    return room;
  }

  function plain(node, to, room) {
    if (/^H[1-6]$/.test(node.tagName)) {
      var heading = knotwork.element("p", { class: "kw-preview-heading" });
      to.append(heading);
      return copy(node, heading, room);
    }
    if (!PLAIN.test(node.tagName)) {
      return copy(node, to, room);
    }
    var made = document.createElement(node.tagName);
    to.append(made);
    room = copy(node, made, room);
    if (!made.firstChild && made.tagName !== "BR") {
      made.remove();
    }
    return room;
  }

  /* The elements that are shown: those of a section, a named block, or the whole page. */
  function part(article, id) {
    var start = id && article.querySelector("#" + CSS.escape(id));
    if (!start) {
      return id ? [] : Array.from(article.children);
    }
    if (!/^H[1-6]$/.test(start.tagName)) {
      return [start];
    }
    var found = [start];
    for (var next = start.nextElementSibling; next; next = next.nextElementSibling) {
      if (/^H[1-6]$/.test(next.tagName) && next.tagName <= start.tagName) {
        break;
      }
      found.push(next);
    }
    return found;
  }

  function content(article, id) {
    var made = document.createDocumentFragment();
    var room = LONGEST;
    part(article, id).forEach(function (element) {
      if (room > 0 && !element.matches(LEFT_OUT)) {
        room = plain(element, made, room);
      }
    });
    return made.textContent.trim() ? made : null;
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

  function show(link, filling) {
    if (!card) {
      card = knotwork.element("div", { class: "kw-preview md-typeset", id: "kw-preview", role: "tooltip" });
      card.addEventListener("pointerenter", stay);
      card.addEventListener("pointerleave", leave);
    }
    card.textContent = "";
    card.append(filling);
    document.body.append(card);
    place(link);
    link.setAttribute("aria-describedby", "kw-preview");
  }

  function hide() {
    clearTimeout(timer);
    if (shown) {
      shown.removeAttribute("aria-describedby");
    }
    if (card) {
      card.remove();
    }
    shown = asked = null;
  }

  function stay() {
    clearTimeout(timer);
  }

  function leave() {
    clearTimeout(timer);
    timer = setTimeout(hide, LINGER);
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

  /* The link in the text that an event is about, if it leads to another page of this site. */
  function previewed(event) {
    var link = event.target.closest && event.target.closest("article a");
    if (!link || !link.href || link.matches(".headerlink,.kw-missing,.kw-tag,.kw-file,[download],[aria-describedby]")) {
      return null;
    }
    var to = new URL(address(link));
    var ours = to.href.startsWith(knotwork.base) && /(\/|\.html)$/.test(to.pathname);
    return ours && to.pathname !== location.pathname ? link : null;
  }

  function ask(link) {
    if (link === asked || link === shown) {
      stay();
      return;
    }
    clearTimeout(timer);
    asked = link;
    timer = setTimeout(function () {
      var to = new URL(address(link));
      page(to.origin + to.pathname + to.search).then(function (article) {
        var filling = article && asked === link && link.isConnected && content(article, anchor(to.hash));
        if (filling) {
          hide();
          shown = link;
          show(link, filling);
        }
      });
    }, DELAY);
  }

  function where(event) {
    return event.clientX + " " + event.clientY;
  }

  function entered(event) {
    var still = at === where(event); /* the page moved below it: no one asks for a preview */
    if (event.pointerType === "touch" || still) {
      return;
    }
    var link = previewed(event);
    if (link) {
      ask(link);
    }
  }

  function left(event) {
    var link = event.target.closest && event.target.closest("a");
    if (!link || link.contains(event.relatedTarget)) {
      return;
    }
    if (link === shown) {
      leave();
    } else if (link === asked) {
      clearTimeout(timer);
      asked = null;
    }
  }

  function focused(event) {
    var link = touched ? null : previewed(event);
    if (link && link.matches(":focus-visible")) {
      ask(link);
    }
  }

  document.addEventListener("pointerover", entered);
  document.addEventListener("pointermove", function (event) {
    at = where(event);
  });
  document.addEventListener("pointerout", left);
  document.addEventListener("focusin", focused);
  document.addEventListener("focusout", left);
  document.addEventListener("pointerdown", function (event) {
    touched = event.pointerType === "touch";
    hide();
  });
  document.addEventListener("keydown", function (event) {
    touched = false;
    if (event.key === "Escape") {
      hide();
    }
  });
  knotwork.onPage(hide);
})();
