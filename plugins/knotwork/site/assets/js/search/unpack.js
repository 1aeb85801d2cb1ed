/* The names of all pages as lists, from the file that leaves out what follows from the rest: see `names_file.py`. */
(function (self) {
  "use strict";

  self.knotworkUnpacked = function (file) {
    var folders = file.folders.map(function (folder) {
      return folder ? folder.split("/").map(encoded).join("/") + "/" : "";
    });
    var urls = file.urls.map(function (url, page) {
      if (typeof url === "string" && url[0] === "/") {
        return url.slice(1);
      }
      var title = file.titles[page];
      var last = url === 0 ? encoded(title) : url === 1 ? encoded(title.toLowerCase().replace(/ /g, "-")) : url;
      return folders[file.folder[page]] + last + file.end;
    });
    var other = [];
    summed(file.morePages).forEach(function (page, at) {
      var name = file.moreNames[at] || decodeURIComponent(urls[page].slice(0, -file.end.length).split("/").pop());
      other.push(page, file.moreWhat[at], name);
    });
    return Object.assign({}, file, {
      urls: urls,
      other: other,
      tags: lists(file.tags),
      kinds: lists(file.kinds),
      texts: summed(file.texts),
    });
  };

  /* A part of an address, as Python writes it. */
  function encoded(text) {
    return encodeURIComponent(text).replace(/[!'()*]/g, function (sign) {
      return "%" + sign.charCodeAt(0).toString(16).toUpperCase();
    });
  }

  function lists(written) {
    var whole = Object.create(null);
    Object.keys(written).forEach(function (name) {
      whole[name] = summed(written[name]);
    });
    return whole;
  }

  /* Numbers from the distances between them, in base 36. */
  function summed(written) {
    var sum = 0;
    return written
      ? written.split(" ").map(function (distance) {
          sum += parseInt(distance, 36);
          return sum;
        })
      : [];
  }
})(self);
