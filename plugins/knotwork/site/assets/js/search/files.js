/* The files of the index, each of which is loaded once. */
(function (self) {
  "use strict";

  /* `load` loads a script by its path; `newest` is the version that the index named last. A file of another version than the names' is not used: the site was
     published anew in between, and pages have other numbers. */
  self.knotworkFiles = function (folder, newest, load) {
    var files = new Map();
    var version = "";
    var isStale = false;

    self.knotworkSearch = function (name, ofVersion, content) {
      if (name === "names") {
        version = ofVersion;
      }
      isStale = isStale || ofVersion !== version;
      files.set(name, ofVersion === version ? content : null);
    };

    /* A promise of the content; null of a file that cannot be used. */
    async function content(name) {
      if (!files.has(name)) {
        try {
          await load(folder + name + ".js?" + newest);
        } catch (error) {
          files.set(name, null);
        }
      }
      return files.get(name);
    }

    return {
      content: content,

      /* Whether a file was of another version. */
      isStale: function () {
        return isStale;
      },
    };
  };

  /* The index of the last of sorted values that is not greater; 0 when all are. */
  self.knotworkLast = function (sorted, value) {
    var low = 0;
    var high = sorted.length;
    while (high - low > 1) {
      var middle = (low + high) >> 1;
      if (sorted[middle] <= value) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return low;
  };
})(self);
