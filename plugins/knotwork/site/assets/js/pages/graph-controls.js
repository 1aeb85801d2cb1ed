/* What stands around the graph: fields that narrow it, buttons, and what its colours mean. */
(function () {
  "use strict";

  var document = knotwork.document;
  var ICONS = {
    in: "M12 5v14M5 12h14",
    out: "M5 12h14",
    all: "M12 7a5 5 0 1 0 0 10 5 5 0 1 0 0-10M12 2v5M12 17v5M2 12h5M17 12h5",
    full: "M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5",
  };

  /* Fields that narrow the graph to a folder or a tag, and a sentence that says what is left. */
  function filters(data, narrow) {
    var made = knotwork.element("div", { class: "kw-graph-filters" });
    var said = knotwork.element("span", { class: "kw-graph-said", role: "status" });
    var folder = choice("Folder", data.folders.slice(1));
    var tag = choice(
      "Tag",
      data.tagNames.map(function (name) {
        return "#" + name;
      }),
    );
    function change() {
      var name = folder.value === "" ? null : data.folders[Number(folder.value) + 1];
      var number = tag.value === "" ? null : Number(tag.value);
      var shown = narrow(function (note) {
        var own = data.folders[data.folder[note]];
        return (
          (name === null || own === name || own.startsWith(name + "/")) &&
          (number === null || data.tags[note].includes(number))
        );
      });
      var all = name === null && number === null;
      said.textContent = all ? "" : shown.toLocaleString("en") + " of " + data.titles.length.toLocaleString("en") + " notes";
    }
    [
      [folder, data.folders.length - 1],
      [tag, data.tagNames.length],
    ].forEach(function (each) {
      if (each[1]) {
        each[0].addEventListener("change", change);
        made.append(each[0]);
      }
    });
    made.append(said);
    return made;
  }

  function choice(label, names) {
    var made = knotwork.element("select", { class: "kw-graph-input", "aria-label": label });
    made.append(knotwork.element("option", { value: "" }, label === "Tag" ? "All tags" : "All folders"));
    names.forEach(function (name, at) {
      made.append(knotwork.element("option", { value: String(at) }, name));
    });
    return made;
  }

  /* Buttons with a picture: [icon, name, what it does] each. */
  function buttons(listed) {
    var made = knotwork.element("div", { class: "kw-graph-buttons" });
    listed.forEach(function (each) {
      var button = knotwork.element(
        "button",
        { type: "button", class: "kw-graph-button", title: each[1], "aria-label": each[1] },
        icon(ICONS[each[0]]),
      );
      button.addEventListener("click", each[2]);
      made.append(button);
    });
    return made;
  }

  function icon(path) {
    var space = "http://www.w3.org/2000/svg";
    var made = document.createElementNS(space, "svg");
    var line = document.createElementNS(space, "path");
    made.setAttribute("viewBox", "0 0 24 24");
    made.setAttribute("aria-hidden", "true");
    line.setAttribute("d", path);
    made.append(line);
    return made;
  }

  /* What the colours mean; nothing where there is but one. */
  function legend(data, most) {
    var made = knotwork.element("ul", { class: "kw-graph-legend", "aria-label": "Colours" });
    var names = data.areas.slice(0, most).map(function (name) {
      return name || "no folder";
    });
    if (data.areas.length > most) {
      names.push("other folders");
    }
    names.forEach(function (name, at) {
      made.append(
        knotwork.element(
          "li",
          {},
          knotwork.element("span", { class: "kw-graph-dot kw-graph-dot-" + at, "aria-hidden": "true" }),
          name,
        ),
      );
    });
    return names.length > 1 ? made : "";
  }

  knotwork.graphControls = { filters: filters, buttons: buttons, legend: legend };
})();
