/* The pages that filters allow. */
(function (self) {
  "use strict";

  var fold = self.knotworkFold;

  /* The set of pages that all filters of a query allow; null when it has none. */
  self.knotworkAllowed = function (query, data) {
    var allowed = null;
    query.filters.forEach(function (filter) {
      var pages = of(filter, data);
      allowed = (allowed || data.urls.map(function (url, page) {
        return page;
      })).filter(function (page) {
        return pages.has(page) !== filter.isWithout;
      });
    });
    return allowed && new Set(allowed);
  };

  function of(filter, data) {
    var pages = new Set();
    if (filter.what === "folder") {
      var folders = data.folders.map(function (folder) {
        return isWithin(fold.folded(folder), filter.value.replace(/^\/|\/$/g, ""), "/");
      });
      data.folder.forEach(function (folder, page) {
        if (folders[folder]) {
          pages.add(page);
        }
      });
      return pages;
    }
    var listed = filter.what === "tag" ? data.tags : data.kinds;
    var value = filter.what === "tag" ? filter.value.replace(/^#/, "") : kindOf(filter.value, data);
    Object.keys(listed).forEach(function (name) {
      if (filter.what === "tag" ? isWithin(fold.folded(name), value, "/") : fold.folded(name) === value) {
        listed[name].forEach(function (page) {
          pages.add(page);
        });
      }
    });
    return pages;
  }

  function isWithin(name, above, between) {
    return name === above || name.startsWith(above + between);
  }

  /* A kind by its name, plural or short name. */
  function kindOf(value, data) {
    var kind = Object.keys(data.kindNames).find(function (name) {
      return fold.folded(name) === value || data.kindNames[name].indexOf(value) >= 0;
    });
    return kind ? fold.folded(kind) : value;
  }
})(self);
