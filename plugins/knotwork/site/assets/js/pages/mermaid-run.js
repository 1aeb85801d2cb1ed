/* Draws the diagrams of a page from their sources, in the colours of the theme, and anew when those change.

   The source stays, folded, below its diagram: to be read aloud, and copied. Mermaid writes a <style> and style
   attributes into what it draws, so that a Content-Security-Policy must have `style-src 'unsafe-inline'`; it
   needs neither eval nor another host. */
(function () {
  "use strict";

  var document = knotwork.document;
  var element = knotwork.element;
  var count = 0;
  var shown = [];
  var scheme = "";

  /* What a note may not set for itself, beside what Mermaid keeps already. */
  var SECURE = ["secure", "securityLevel", "startOnLoad", "maxTextSize", "maxEdges", "themeCSS", "htmlLabels",
    "suppressErrorRendering", "dompurifyConfig", "fontFamily", "altFontFamily"];

  /* What a label has no use for, of the HTML that Mermaid lets into it. */
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
    var found = {
      background: colour("--md-default-bg-color", "#fff"),
      primaryColor: colour("--md-code-bg-color", "#f5f5f5"),
      primaryTextColor: text,
      primaryBorderColor: colour("--md-typeset-a-color", "#4051b5"),
      lineColor: line,
      textColor: text,
    };
    probe.remove();
    found.secondaryColor = mixed(found.primaryBorderColor, found.background, 0.15);
    found.tertiaryColor = mixed(found.primaryBorderColor, found.background, 0.07);
    found.secondaryTextColor = found.tertiaryTextColor = text;
    found.secondaryBorderColor = found.tertiaryBorderColor = line;
    found.noteBkgColor = found.secondaryColor;
    found.noteTextColor = text;
    found.noteBorderColor = line;
    found.edgeLabelBackground = found.background;
    found.errorBkgColor = found.background;
    found.errorTextColor = text;
    found.fontSize = "14px";
    found.useGradient = false;
    found.dropShadow = "none";
    found.darkMode = isDark(found.background);
    series(found);
    return found;

    /* A colour without transparency, as it looks on the page. */
    function opaque(value) {
      var parts = numbers(value);
      return parts.length > 3 && parts[3] < 1
        ? mixed(hex(parts), opaque(getComputedStyle(document.body).backgroundColor), parts[3])
        : hex(parts);
    }
  }

  /* Colours for what is told apart by colour alone, pale enough that text on them is legible. */
  function series(found) {
    var look = found.darkMode ? ", 38%, 34%)" : ", 52%, 80%)";
    for (var n = 0; n < 12; n += 1) {
      var fill = "hsl(" + ((231 + n * 137) % 360) + look;
      found["pie" + (n + 1)] = found["cScale" + n] = found["git" + n] = fill;
      found["cScaleLabel" + n] = found["gitBranchLabel" + n] = found.textColor;
    }
    found.xyChart = { plotColorPalette: found.primaryBorderColor + ",#d9795a,#4ca777,#b8862d,#8f6fc4" };
    found.pieOpacity = "1";
    found.pieStrokeColor = found.pieOuterStrokeColor = found.background;
    found.pieSectionTextColor = found.pieTitleTextColor = found.pieLegendTextColor = found.textColor;
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

  function mixed(one, other, share) {
    return hex([1, 3, 5].map(function (at) {
      return share * parseInt(one.slice(at, at + 2), 16) + (1 - share) * parseInt(other.slice(at, at + 2), 16);
    }));
  }

  function isDark(colour) {
    return parseInt(colour.slice(1, 3), 16) + parseInt(colour.slice(3, 5), 16) + parseInt(colour.slice(5, 7), 16)
      < 384;
  }

  function begin() {
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
        refuse(block, error);
      }
    );
  }

  function show(block, drawn) {
    /* A document of its own: nothing in it is run or loaded before it is known to be a picture. */
    var svg = new DOMParser().parseFromString(drawn.svg, "text/html").querySelector("svg");
    svg.querySelectorAll("a").forEach(function (link) {
      link.removeAttribute("target");
    });
    svg = document.importNode(svg, true);
    /* on a phone a wide one is scrolled, for its text must stay legible */
    svg.style.minWidth = 0.65 * svg.viewBox.baseVal.width + "px";
    block.picture.replaceChildren(svg);
    if (!block.element.classList.contains("kw-drawn")) {
      block.element.classList.add("kw-drawn");
      block.element.before(block.picture);
      var source = element("details", { class: "kw-diagram-source" }, element("summary", {}, "Source of this diagram"));
      block.element.before(source);
      source.append(block.element);
    }
    if (drawn.bindFunctions) {
      drawn.bindFunctions(block.picture);
    }
    reach(block.picture);
  }

  /* A diagram wider than the page is scrolled, also by keyboard. */
  function reach(picture) {
    if (picture.scrollWidth > picture.clientWidth) {
      picture.setAttribute("tabindex", "0");
    }
  }

  function refuse(block, error) {
    if (!block.said) {
      var reason = String((error && error.message) || error).split("\n")[0];
      block.said = element("p", { class: "kw-diagram-error" }, "This diagram could not be drawn: " + reason);
      block.element.after(block.said);
    }
  }

  function all() {
    scheme = document.body.getAttribute("data-md-color-scheme") || "";
    shown = shown.filter(function (block) {
      return document.contains(block.element);
    });
    begin();
    /* one after the other: Mermaid has one configuration, and the page stays usable */
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
    content.querySelectorAll(".kw-mermaid:not(.kw-taken)").forEach(function (found) {
      var code = found.querySelector("code");
      found.classList.add("kw-taken");
      shown.push({
        element: found,
        source: code.textContent,
        picture: element("div", { class: "kw-diagram" }),
        said: null,
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
