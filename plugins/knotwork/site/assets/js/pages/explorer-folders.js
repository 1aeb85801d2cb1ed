/* The folders of the folder tree: what they hold, and which of them were open. */
(function () {
  "use strict";

  var KEPT = "knotwork.explorer"; /* in sessionStorage, with the address of the site */

  /* For each folder the indices of its folders and notes, in the order of the data. */
  function childrenOf(data) {
    var found = data.folders.map(function () {
      return { folders: [], notes: [] };
    });
    data.folders.forEach(function (each, folder) {
      if (folder > 0) {
        found[each[0]].folders.push(folder);
      }
    });
    data.folder.forEach(function (folder, note) {
      found[folder].notes.push(note);
    });
    return found;
  }

  /* A folder as it is remembered: its number may be another after the next build. */
  function path(data, folder) {
    return folder > 0 ? path(data, data.folders[folder][0]) + "/" + data.folders[folder][1] : "";
  }

  function remember(data, open) {
    var paths = Array.from(open, function (folder) {
      return path(data, folder);
    });
    try {
      sessionStorage.setItem(KEPT + knotwork.base, JSON.stringify(paths));
    } catch (error) {
      /* a browser may refuse: then nothing is remembered */
    }
  }

  function opened(data) {
    var paths = [];
    try {
      paths = JSON.parse(sessionStorage.getItem(KEPT + knotwork.base)) || [];
    } catch (error) {
      /* as above */
    }
    var kept = new Set(paths);
    var found = new Set();
    data.folders.forEach(function (each, folder) {
      if (folder > 0 && kept.has(path(data, folder))) {
        found.add(folder);
      }
    });
    return found;
  }

  /* A text without case and accents, for comparing. */
  function folded(text) {
    return text
      .normalize("NFD")
      .replace(/[\u0300-\u036f]/g, "")
      .toLowerCase();
  }

  knotwork.explorerFolders = { childrenOf: childrenOf, remember: remember, opened: opened, folded: folded };
})();
