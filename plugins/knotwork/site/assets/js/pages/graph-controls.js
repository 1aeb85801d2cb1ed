/* The controls around the graph: filters, buttons and the legend. */
(function () {
  "use strict";

  var document = knotwork.document;
  var ICONS = {
    in: "M12 5v14M5 12h14",
    out: "M5 12h14",
    all: "M12 7a5 5 0 1 0 0 10 5 5 0 1 0 0-10M12 2v5M12 17v5M2 12h5M17 12h5",
    full: "M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5",
  };

  /* Filters by folder and tag, and a status with the number of notes shown. */
  function filters(data, narrow) {
    var box = knotwork.element("div", { class: "kw-graph-filters" });
    var status = knotwork.element("span", { class: "kw-graph-said", role: "status" });
    var folder = choice(knotwork.words("Folder"), knotwork.words("All folders"), data.folders.slice(1));
    var tag = choice(
      knotwork.words("Tag"),
      knotwork.words("All tags"),
      data.tagNames.map(function (name) {
        return "#" + name;
      }),
    );
    function change() {
      var name = folder.value === "" ? null : data.folders[Number(folder.value) + 1];
      var number = tag.value === "" ? null : Number(tag.value);
      var shown = narrow(function (note) {
        var noteFolder = data.folders[data.folder[note]];
        return (
          (name === null || noteFolder === name || noteFolder.startsWith(name + "/")) &&
          (number === null || data.tags[note].includes(number))
        );
      });
      var all = name === null && number === null;
      status.textContent = all ? "" : knotwork.words("{n} of {all} notes", { n: knotwork.number(shown), all: knotwork.number(data.titles.length) });
    }
    [
      [folder, data.folders.length - 1],
      [tag, data.tagNames.length],
    ].forEach(function (pair) {
      if (pair[1]) {
        pair[0].addEventListener("change", change);
        box.append(pair[0]);
      }
    });
    box.append(status);
    return box;
  }

  function choice(label, all, names) {
    var select = knotwork.element("select", { class: "kw-graph-input", "aria-label": label });
    select.append(knotwork.element("option", { value: "" }, all));
    names.forEach(function (name, at) {
      select.append(knotwork.element("option", { value: String(at) }, name));
    });
    return select;
  }

  /* Icon buttons; `items` has [icon, label, click handler] for each. */
  function buttons(items) {
    var box = knotwork.element("div", { class: "kw-graph-buttons" });
    items.forEach(function (item) {
      var button = knotwork.element(
        "button",
        { type: "button", class: "kw-graph-button", title: item[1], "aria-label": item[1] },
        icon(ICONS[item[0]]),
      );
      button.addEventListener("click", item[2]);
      box.append(button);
    });
    return box;
  }

  function icon(path) {
    var namespace = "http://www.w3.org/2000/svg";
    var svg = document.createElementNS(namespace, "svg");
    var line = document.createElementNS(namespace, "path");
    svg.setAttribute("viewBox", "0 0 24 24");
    svg.setAttribute("aria-hidden", "true");
    line.setAttribute("d", path);
    svg.append(line);
    return svg;
  }

  /* The legend of the colours; empty when there is only one. */
  function legend(data, most) {
    var list = knotwork.element("ul", { class: "kw-graph-legend", "aria-label": knotwork.words("Colours") });
    var names = data.areas.slice(0, most).map(function (name) {
      return name || knotwork.words("no folder");
    });
    if (data.areas.length > most) {
      names.push(knotwork.words("other folders"));
    }
    names.forEach(function (name, at) {
      list.append(
        knotwork.element(
          "li",
          {},
          knotwork.element("span", { class: "kw-graph-dot kw-graph-dot-" + at, "aria-hidden": "true" }),
          name,
        ),
      );
    });
    return names.length > 1 ? list : "";
  }

  knotwork.graphControls = { filters: filters, buttons: buttons, legend: legend };
})();
