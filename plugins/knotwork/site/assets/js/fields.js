/* Field docs: the description of a key in a manifest, on hover, focus or tap.

   The keys are marked by the build: <span data-kw-field="PodSpec.containers">, and their block names the files
   with the docs: data-kw-docs="fields-v1-Pod fields-v1-Service". Tab reaches a block once; arrow keys move between its keys. */
(function () {
  "use strict";
  if (!window.knotwork) {
    return;
  }
  var document = knotwork.document;
  var element = knotwork.element;
  var card = null;
  var owner = null;
  var timer = 0;

  function hide() {
    clearTimeout(timer);
    if (owner) {
      owner.removeAttribute("aria-describedby");
      owner = null;
    }
    if (card) {
      card.remove();
      card = null;
    }
  }

  function paragraphs(text) {
    /* The first paragraphs of a description; its Markdown is shown as text. */
    return text.split(/\n\n+/).slice(0, 4);
  }

  function fieldDocs(docs, name) {
    var dot = name.indexOf(".");
    var type = docs.definitions[name.slice(0, dot)];
    return type && type.fields[name.slice(dot + 1)];
  }

  function tooltipFor(docs, name) {
    var field = fieldDocs(docs, name);
    if (!field) {
      return null;
    }
    var facts = element("p", { class: "kw-field-facts" }, element("code", {}, name.slice(name.indexOf(".") + 1)));
    facts.append(" ", element("span", {}, field.type));
    if (field.required) {
      facts.append(" · " + knotwork.words("required"));
    }
    if (field.since) {
      facts.append(" · " + knotwork.words("since {version}", { version: field.since }));
    }
    var tooltip = element("div", { class: "kw-field", role: "tooltip", id: "kw-field" }, facts);
    paragraphs(field.description || "").forEach(function (text) {
      tooltip.append(element("p", {}, text));
    });
    tooltip.append(element("p", { class: "kw-field-source" }, "Kubernetes " + docs.version + ", " + name));
    return tooltip;
  }

  function place(tooltip, key) {
    var box = key.getBoundingClientRect();
    var width = document.documentElement.clientWidth;
    document.body.append(tooltip);
    var left = Math.min(box.left, width - tooltip.offsetWidth - 8);
    var below = box.bottom + 6;
    var fits = below + tooltip.offsetHeight < window.innerHeight || box.top < tooltip.offsetHeight;
    tooltip.style.left = Math.max(8, left) + window.scrollX + "px";
    tooltip.style.top = (fits ? below : box.top - tooltip.offsetHeight - 6) + window.scrollY + "px";
  }

  function show(key) {
    var block = key.closest("[data-kw-docs]");
    if (!block || owner === key) {
      return;
    }
    hide();
    owner = key;
    Promise.all(block.getAttribute("data-kw-docs").split(" ").map(knotwork.data)).then(
      function (all) {
        if (owner !== key || card) {
          return; /* the key was left, or left and met again */
        }
        var name = key.getAttribute("data-kw-field");
        card = all.reduce(function (tooltip, docs) {
          return tooltip || tooltipFor(docs, name);
        }, null);
        if (card) {
          key.setAttribute("aria-describedby", "kw-field");
          card.addEventListener("mouseenter", function () {
            clearTimeout(timer);
          });
          card.addEventListener("mouseleave", hideSoon);
          place(card, key);
        }
      },
      function () {}
    );
  }

  function hideSoon() {
    clearTimeout(timer);
    timer = setTimeout(hide, 200);
  }

  function keyOf(event) {
    return event.target.closest ? event.target.closest("[data-kw-field]") : null;
  }

  function focusKey(key, direction) {
    var keys = Array.prototype.slice.call(key.closest("[data-kw-docs]").querySelectorAll("[data-kw-field]"));
    var next = direction === "first" ? keys[0] : direction === "last" ? keys[keys.length - 1] : keys[keys.indexOf(key) + direction];
    if (next) {
      key.tabIndex = -1;
      next.tabIndex = 0;
      next.focus();
    }
  }

  var STEPS = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1, Home: "first", End: "last" };

  document.addEventListener("mouseover", function (event) {
    var key = keyOf(event);
    if (key) {
      clearTimeout(timer);
      timer = setTimeout(show, 250, key);
    }
  });
  document.addEventListener("mouseout", function (event) {
    if (keyOf(event)) {
      hideSoon();
    }
  });
  document.addEventListener("focusin", function (event) {
    var key = keyOf(event);
    if (key) {
      show(key);
    } else if (!card || !card.contains(event.target)) {
      hide();
    }
  });
  document.addEventListener("click", function (event) {
    var key = keyOf(event);
    if (key) {
      show(key);
    } else if (card && !card.contains(event.target)) {
      hide();
    }
  });
  document.addEventListener("keydown", function (event) {
    var key = keyOf(event);
    if (event.key === "Escape") {
      hide();
    } else if (key && event.key in STEPS && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      focusKey(key, STEPS[event.key]);
    }
  });

  knotwork.onPage(function (content) {
    hide();
    content.querySelectorAll("[data-kw-docs]").forEach(function (block) {
      var first = block.querySelector("[data-kw-field]");
      if (first) {
        first.tabIndex = 0;
      }
    });
  });
})();
