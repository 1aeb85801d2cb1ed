/* The content of another page of the site, so that it can stand beside one: what it leads to and shows is addressed
   from here, and its ids are other ones. */
(function () {
  "use strict";
  var document = knotwork.document;
  var ADDRESSES = ["href", "src", "poster", "data", "cite", "xlink:href"];
  var REFERENCES = /^(id|for|name|headers|aria-(labelledby|describedby|controls|owns|details))$/;
  var LEFT_OUT = "script,.md-content__button,.kw-local-graph";
  var MAX_BYTES = 5e6; /* bytes */

  /* A promise of {title, article}; rejected when there is none that can stand there. `prefix` begins its ids. */
  knotwork.stackPage = async function (url, prefix) {
    var response = await fetch(url, { credentials: "same-origin", mode: "same-origin" });
    var text = /^text\/html/.test(response.headers.get("Content-Type") || "") && response.ok ? await response.text() : "";
    var parsed = text.length < MAX_BYTES ? new DOMParser().parseFromString(text, "text/html") : null;
    var article = parsed && parsed.querySelector("article");
    if (!article || article.querySelector(".kw-graph")) {
      throw new Error("no page to show beside another");
    }
    article.querySelectorAll(LEFT_OUT).forEach(function (element) {
      element.remove();
    });
    article.querySelectorAll("*").forEach(function (element) {
      Array.from(element.attributes).forEach(function (attribute) {
        attribute.value = changed(attribute, url, prefix);
      });
    });
    var title = article.querySelector("h1");
    return { title: title ? knotwork.stackTitle(title) : parsed.title, article: document.importNode(article, true) };
  };

  function changed(attribute, url, prefix) {
    var value = attribute.value;
    if (REFERENCES.test(attribute.name)) {
      return value.trim() && value.trim().split(/\s+/).map(function (id) {
        return prefix + id;
      }).join(" ");
    }
    if (value.indexOf("url(#") === 0) {
      return value.replace("url(#", "url(#" + prefix);
    }
    if (attribute.name === "srcset") {
      return value.replace(/(^|,\s*)([^\s,]+)/g, function (whole, before, source) {
        return before + absolute(source, url);
      });
    }
    if (ADDRESSES.indexOf(attribute.name) < 0) {
      return value;
    }
    return value[0] === "#" ? (value === "#" ? value : "#" + prefix + value.slice(1)) : absolute(value, url);
  }

  function absolute(value, url) {
    try {
      return new URL(value, url).href;
    } catch (error) {
      return value;
    }
  }

  /* The text of a heading, without the link to it. */
  knotwork.stackTitle = function (title) {
    var copy = title.cloneNode(true);
    copy.querySelectorAll(".headerlink").forEach(function (link) {
      link.remove();
    });
    return copy.textContent.trim();
  };
})();
