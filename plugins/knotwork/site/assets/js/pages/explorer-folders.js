/* The folders of the folder tree: their children, and which of them were open. */
(function () {
  "use strict";

  var KEPT = "knotwork.explorer"; /* in sessionStorage, with the address of the site */

  /* For each folder the indices of its folders and notes, in the order of the data. */
  function childrenOf(data) {
    var children = data.folders.map(function () {
      return { folders: [], notes: [] };
    });
    data.folders.forEach(function (row, folder) {
      if (folder > 0) {
        children[row[0]].folders.push(folder);
      }
    });
    data.folder.forEach(function (folder, note) {
      children[folder].notes.push(note);
    });
    return children;
  }

  /* A folder's path, by which it is remembered: its index may change with the next build. */
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
      /* the browser does not allow it: nothing is remembered */
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
    var open = new Set();
    data.folders.forEach(function (row, folder) {
      if (folder > 0 && kept.has(path(data, folder))) {
        open.add(folder);
      }
    });
    return open;
  }

  /* A text in lower case and without accents, for comparing. */
  function folded(text) {
    return text
      .normalize("NFD")
      .replace(/[\u0300-\u036f]/g, "")
      .toLowerCase();
  }

  knotwork.explorerFolders = { childrenOf: childrenOf, remember: remember, opened: opened, folded: folded };
})();
