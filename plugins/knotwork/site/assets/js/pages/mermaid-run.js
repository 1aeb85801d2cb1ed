/* Draws the diagrams of a page in the colours of the theme, and again when the colours change.

   The source stays below its diagram, folded, for screen readers and for copying. Mermaid writes a <style> and
   style attributes into what it draws, so a Content-Security-Policy must allow `style-src 'unsafe-inline'`; it
   needs neither eval nor another host. */
(function () {
  "use strict";

  var document = knotwork.document;
  var element = knotwork.element;
  var count = 0;
  var shown = [];
  var scheme = "";

  /* Options that a diagram may not set, besides those that Mermaid protects itself. */
  var SECURE = ["secure", "securityLevel", "startOnLoad", "maxTextSize", "maxEdges", "themeCSS", "htmlLabels",
    "suppressErrorRendering", "dompurifyConfig", "fontFamily", "altFontFamily"];

  /* HTML elements that are removed from labels, though Mermaid allows them. */
  var UNUSED = ["audio", "base", "button", "embed", "form", "iframe", "input", "link", "meta", "object", "select",
    "source", "style", "template", "textarea", "track", "video"];

  function colours() {
    var probe = element("i", {});
    document.body.appendChild(probe);
    function colour(name, fallback) {
      probe.style.color = "var(" + name + "," + fallback + ")";
      return opaque(getComputedStyle(probe).color);
    }
    var text = colour("--md-default-fg-color", "#222");
    var line = mixed(text, colour("--md-default-bg-color", "#fff"), 0.6);
    var theme = {
      background: colour("--md-default-bg-color", "#fff"),
      primaryColor: colour("--md-code-bg-color", "#f5f5f5"),
      primaryTextColor: text,
      primaryBorderColor: colour("--md-typeset-a-color", "#4051b5"),
      lineColor: line,
      textColor: text,
    };
    probe.remove();
    theme.secondaryColor = mixed(theme.primaryBorderColor, theme.background, 0.15);
    theme.tertiaryColor = mixed(theme.primaryBorderColor, theme.background, 0.07);
    theme.secondaryTextColor = theme.tertiaryTextColor = text;
    theme.secondaryBorderColor = theme.tertiaryBorderColor = line;
    theme.noteBkgColor = theme.secondaryColor;
    theme.noteTextColor = text;
    theme.noteBorderColor = line;
    theme.edgeLabelBackground = theme.background;
    theme.errorBkgColor = theme.background;
    theme.errorTextColor = text;
    theme.fontSize = "14px";
    theme.useGradient = false;
    theme.dropShadow = "none";
    theme.darkMode = isDark(theme.background);
    addSeriesColours(theme);
    return theme;

    /* A colour blended with the page's background, without transparency. */
    function opaque(value) {
      var parts = numbers(value);
      return parts.length > 3 && parts[3] < 1
        ? mixed(hex(parts), opaque(getComputedStyle(document.body).backgroundColor), parts[3])
        : hex(parts);
    }
  }

  /* Colours of series, such as the slices of a pie: pale enough that text on them is legible. */
  function addSeriesColours(theme) {
    var tone = theme.darkMode ? ", 38%, 34%)" : ", 52%, 80%)";
    for (var n = 0; n < 12; n += 1) {
      var fill = "hsl(" + ((231 + n * 137) % 360) + tone;
      theme["pie" + (n + 1)] = theme["cScale" + n] = theme["git" + n] = fill;
      theme["cScaleLabel" + n] = theme["gitBranchLabel" + n] = theme.textColor;
    }
    theme.xyChart = { plotColorPalette: theme.primaryBorderColor + ",#d9795a,#4ca777,#b8862d,#8f6fc4" };
    theme.pieOpacity = "1";
    theme.pieStrokeColor = theme.pieOuterStrokeColor = theme.background;
    theme.pieSectionTextColor = theme.pieTitleTextColor = theme.pieLegendTextColor = theme.textColor;
  }

  function numbers(value) {
    var parts = (value.match(/[\d.]+/g) || []).map(Number);
    return parts.length < 3 || (parts.length > 3 && parts[3] === 0 && !parts[0]) ? [255, 255, 255] : parts;
  }

  function hex(parts) {
    return "#" + parts.slice(0, 3).map(function (part) {
      return ("0" + Math.round(part).toString(16)).slice(-2);
    }).join("");
  }

  function mixed(first, second, share) {
    return hex([1, 3, 5].map(function (at) {
      return share * parseInt(first.slice(at, at + 2), 16) + (1 - share) * parseInt(second.slice(at, at + 2), 16);
    }));
  }

  function isDark(colour) {
    return parseInt(colour.slice(1, 3), 16) + parseInt(colour.slice(3, 5), 16) + parseInt(colour.slice(5, 7), 16)
      < 384;
  }

  function initialize() {
    window.mermaid.initialize({
      startOnLoad: false,
      securityLevel: "strict",
      suppressErrorRendering: true,
      secure: SECURE,
      dompurifyConfig: { FORBID_TAGS: UNUSED, FORBID_ATTR: ["background", "poster", "srcset"] },
      theme: "base",
      themeVariables: colours(),
      fontFamily: getComputedStyle(document.body).fontFamily,
    });
  }

  function draw(block) {
    var id = "kw-diagram-" + (count += 1);
    return window.mermaid.render(id, block.source).then(
      function (drawn) {
        show(block, drawn);
      },
      function (error) {
        var left = document.getElementById("d" + id);
        if (left) {
          left.remove();
        }
        showError(block, error);
      }
    );
  }

  function show(block, drawn) {
    /* Parsed as a separate document: nothing in it runs or loads before the SVG is extracted. */
    var svg = new DOMParser().parseFromString(drawn.svg, "text/html").querySelector("svg");
    svg.querySelectorAll("a").forEach(function (link) {
      link.removeAttribute("target");
    });
    svg = document.importNode(svg, true);
    /* on a phone a wide diagram scrolls, so that its text stays legible */
    svg.style.minWidth = 0.65 * svg.viewBox.baseVal.width + "px";
    block.picture.replaceChildren(svg);
    if (!block.element.classList.contains("kw-drawn")) {
      block.element.classList.add("kw-drawn");
      block.element.before(block.picture);
      var source = element("details", { class: "kw-diagram-source" }, element("summary", {}, knotwork.words("Source of this diagram")));
      block.element.before(source);
      source.append(block.element);
    }
    if (drawn.bindFunctions) {
      drawn.bindFunctions(block.picture);
    }
    makeScrollable(block.picture);
  }

  /* Lets the keyboard scroll a diagram that is wider than the page. */
  function makeScrollable(picture) {
    if (picture.scrollWidth > picture.clientWidth) {
      picture.setAttribute("tabindex", "0");
    }
  }

  function showError(block, error) {
    if (!block.error) {
      var reason = String((error && error.message) || error).split("\n")[0];
      block.error = element("p", { class: "kw-diagram-error" }, knotwork.words("This diagram could not be drawn: {reason}", { reason: reason }));
      block.element.after(block.error);
    }
  }

  function all() {
    scheme = document.body.getAttribute("data-md-color-scheme") || "";
    shown = shown.filter(function (block) {
      return document.contains(block.element);
    });
    initialize();
    /* one after another: Mermaid has one global configuration, and the page stays responsive */
    return shown.reduce(function (before, block) {
      return before.then(function () {
        return draw(block);
      });
    }, Promise.resolve());
  }

  var work = Promise.resolve();
  function queue() {
    work = work.then(all, all);
  }

  knotwork.diagrams = function (content) {
    content.querySelectorAll(".kw-mermaid:not(.kw-taken)").forEach(function (pre) {
      var code = pre.querySelector("code");
      pre.classList.add("kw-taken");
      shown.push({
        element: pre,
        source: code.textContent,
        picture: element("div", { class: "kw-diagram" }),
        error: null,
      });
    });
    queue();
  };

  new MutationObserver(function () {
    if ((document.body.getAttribute("data-md-color-scheme") || "") !== scheme) {
      queue();
    }
  }).observe(document.body, { attributes: true, attributeFilter: ["data-md-color-scheme"] });
})();
