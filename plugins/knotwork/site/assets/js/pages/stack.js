/* Pages in a row: the page that was opened first, and those that links opened beside it.

   The address has the others too: /pods/?beside=nodes/&beside=links/%23aliases; without scripts it leads to the
   first. */
(function () {
  "use strict";
  var document = knotwork.document;
  var root = document.documentElement;
  var PARAMETER = "beside"; /* of an address: a page in the row */
  var MOST = 12; /* pages in an address */
  var wide = null;
  var others = []; /* {url, title, pane, spine} */
  var first = null; /* the same of the page itself; null as long as nothing stands beside it */
  var turn = 0; /* what is loaded for an earlier one comes too late */

  knotwork.stack = function (query) {
    if (wide) {
      return;
    }
    wide = query;
    document.addEventListener("click", clicked, true); /* before the theme takes it */
    window.addEventListener("popstate", moved, true);
    knotwork.onPage(function (content) {
      if (!content.closest(".kw-pane")) {
        arrived();
      }
    });
    arrived();
  };

  /* A page came: the theme puts new content in the place of the old, with which the panes go. */
  function arrived() {
    if (!first || !first.pane.isConnected) {
      first = null;
      others = [];
      follow();
    }
  }

  /* Shows what the address names. */
  function follow() {
    var wanted = named();
    var same = 0;
    while (same < wanted.length && same < others.length && others[same].url.href === wanted[same].href) {
      same += 1;
    }
    cut(same);
    return load(wanted.slice(same)).then(function () {
      if (others.length) {
        scroll(others[others.length - 1], "auto");
      }
    });
  }

  function named() {
    return new URLSearchParams(location.search)
      .getAll(PARAMETER)
      .slice(0, MOST)
      .map(function (path) {
        return new URL(path.replace(/^\/+/, ""), knotwork.base);
      })
      .filter(isOurs);
  }

  function isOurs(url) {
    return url.href.startsWith(knotwork.base) && /(\/|\.html)$/.test(url.pathname);
  }

  async function load(urls) {
    turn += 1;
    var mine = turn;
    if (!urls.length) {
      return;
    }
    for (var url of urls) {
      var prefix = "kw" + others.length + "-" + mine + "-";
      var page = await content(url, prefix);
      if (mine !== turn) {
        return;
      }
      if (page) {
        add(url, page, prefix);
      }
    }
    if (!others.length) {
      root.classList.remove("kw-stacked");
    }
  }

  /* A promise of {title, article}; of null for a page that cannot stand beside another. */
  async function content(url, prefix) {
    try {
      await knotwork.script("stack-page.js");
      return await knotwork.stackPage(url.href, prefix);
    } catch (error) {
      return null;
    }
  }

  function add(url, page, prefix) {
    if (!first) {
      begin();
    }
    var pane = knotwork.element("section", { class: "kw-pane", tabindex: "0", "aria-label": page.title });
    page.article.classList.add("md-content__inner", "md-typeset");
    pane.append(page.article);
    var other = { url: url, title: page.title, pane: pane, prefix: prefix };
    other.spine = spine(other);
    others.push(other);
    first.pane.parentNode.append(other.spine, pane);
    place();
    knotwork.show(page.article);
    aim(other, url.hash);
  }

  /* The page itself becomes the first in the row. */
  function begin() {
    var content = document.querySelector(".md-content");
    var heading = content.querySelector("h1");
    var title = heading ? knotwork.stackTitle(heading) : document.title;
    var scrolled = window.scrollY;
    root.classList.add("kw-stacked");
    first = { url: new URL(location.href), title: title, pane: content };
    first.spine = spine(first);
    content.before(first.spine);
    content.setAttribute("tabindex", "0");
    content.setAttribute("role", "region");
    content.setAttribute("aria-label", title);
    content.scrollTop = scrolled;
  }

  function end() {
    root.classList.remove("kw-stacked");
    if (first) {
      var scrolled = first.pane.scrollTop;
      first.spine.remove();
      ["tabindex", "role", "aria-label"].forEach(first.pane.removeAttribute, first.pane);
      first = null;
      window.scrollTo(0, scrolled);
    }
  }

  function all() {
    return first ? [first].concat(others) : [];
  }

  function place() {
    all().forEach(function (page, at) {
      page.spine.style.setProperty("--kw-at", at);
      page.pane.style.setProperty("--kw-at", at + 1);
    });
  }

  /* The narrow strip beside a page, which stays when another page covers it. */
  function spine(page) {
    var strip = knotwork.element("div", { class: "kw-spine" });
    if (page !== first) {
      var name = knotwork.words("Close") + ": " + page.title;
      var close = knotwork.element("button", { type: "button", title: name, "aria-label": name }, "×");
      close.addEventListener("click", function () {
        var at = others.indexOf(page);
        others.splice(at, 1);
        remove(page);
        if (!others.length) {
          end();
        }
        place();
        write();
        show(all()[at] || { pane: document.querySelector(".md-content a[href]") || document.body });
      });
      strip.append(close);
    }
    var link = knotwork.element("a", { href: page.url.href }, page.title);
    link.addEventListener("click", function (event) {
      if (isPlain(event)) {
        event.preventDefault();
        show(page);
      }
    });
    strip.append(link);
    return strip;
  }

  function remove(page) {
    page.spine.remove();
    page.pane.remove();
  }

  /* Leaves so many beside the first. */
  function cut(length) {
    others.splice(length).forEach(remove);
    if (!others.length && !named().length) {
      end();
    }
  }

  /* Scrolls to a page, and gives it the focus. */
  function show(page) {
    var still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    page.pane.focus({ preventScroll: true });
    if (first) {
      scroll(page, still ? "auto" : "smooth");
    }
  }

  function scroll(page, behavior) {
    var row = page.pane.parentNode;
    var at = all().indexOf(page);
    var width = page.pane.offsetWidth;
    var right = (at + 1) * (width + page.spine.offsetWidth) - row.clientWidth;
    var to = Math.max(right, Math.min(Math.abs(row.scrollLeft), at * width));
    row.scrollTo({ left: getComputedStyle(row).direction === "rtl" ? -to : to, behavior: behavior });
  }

  /* Scrolls a page to the part that a fragment names. */
  function aim(page, hash) {
    page.pane.querySelectorAll(".kw-aim").forEach(function (before) {
      before.classList.remove("kw-aim");
    });
    var part = hash.length > 1 && document.getElementById(page.prefix + decoded(hash.slice(1)));
    if (part) {
      part.classList.add("kw-aim");
      page.pane.scrollTop += part.getBoundingClientRect().top - page.pane.getBoundingClientRect().top - 16;
    } else {
      page.pane.scrollTop = 0;
    }
  }

  function decoded(text) {
    try {
      return decodeURIComponent(text);
    } catch (error) {
      return text;
    }
  }

  function write() {
    var to = new URL(location.href);
    to.searchParams.delete(PARAMETER);
    others.forEach(function (page) {
      to.searchParams.append(PARAMETER, page.url.href.slice(knotwork.base.length));
    });
    history.pushState(history.state, "", to.href.replace(/%2F/g, "/"));
  }

  function isPlain(event) {
    return !event.button && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
  }

  /* A link to the first page that is above the row: the row ends. The theme would see the page that is there. */
  function leadsBack(event) {
    var link = first && event.target.closest && event.target.closest(".kw-trail a, .md-header a");
    return link && isPlain(event) && new URL(link.href, location.href).pathname === first.url.pathname;
  }

  function clicked(event) {
    if (leadsBack(event)) {
      event.preventDefault();
      event.stopPropagation();
      others.splice(0).forEach(remove);
      end();
      write();
      return;
    }
    var link = event.target.closest && event.target.closest("article a, .kw-rail a, .kw-preview a");
    if (!link || !link.href || event.defaultPrevented || !isPlain(event) || !wide.matches || link.target || link.matches("[download],.headerlink,.md-content__button,.kw-trail a")) {
      return;
    }
    var to = new URL(typeof link.href === "string" ? link.href : link.href.baseVal, location.href);
    var at = others.findIndex(function (page) {
      return page.pane.contains(link);
    });
    var href = link.getAttribute("href") || "";
    if (at >= 0 && href[0] === "#") {
      event.preventDefault();
      event.stopPropagation();
      aim(others[at], href.replace(others[at].prefix, ""));
      return;
    }
    if (!isOurs(to) || (to.pathname === location.pathname && at < 0)) {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
    open(to, link.closest(".kw-preview") ? others.length : at + 1);
  }

  /* Opens a page as the one of that number beside the first, unless it is in the row. */
  async function open(to, at) {
    to.search = "";
    var here = all().find(function (page) {
      return page.url.pathname === to.pathname;
    });
    if (here) {
      var isNew = here !== first && here.url.href !== to.href;
      if (here !== first) {
        here.url = to;
        aim(here, to.hash);
      }
      if (isNew) {
        write();
      }
      show(here);
      return;
    }
    others.splice(at).forEach(remove);
    var mine = turn + 1;
    await load([to]);
    if (mine !== turn) {
      return; /* the reader has gone on */
    }
    var last = others[others.length - 1];
    if (last && last.url === to) {
      write();
      show(last);
    } else {
      location.assign(to.href);
    }
  }

  /* The reader goes back or forth: the theme does not see it when only the row is another. */
  function moved(event) {
    var isHere = first ? first.url.pathname === location.pathname : named().length > 0;
    if (isHere) {
      event.stopImmediatePropagation();
      follow();
    }
  }
})();
