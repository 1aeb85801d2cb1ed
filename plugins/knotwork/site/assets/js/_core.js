/* What the scripts of a page share: where the site begins, how more is loaded, and when a page is shown.

   Everything works without these scripts; they only add. No inline handlers, no eval, and data become text by
   textContent alone, so that a strict Content-Security-Policy holds. */
(function (real) {
  "use strict";

  /* The document as the browser made it: <img name="currentScript"> hides `document.currentScript`, and so does
     every other name in a page. All scripts of ours take what they need of the document from here. */
  var document = new Proxy(real, {
    get: function (real, name) {
      var found = Reflect.get(Document.prototype, name, real);
      return typeof found === "function" ? found.bind(real) : found;
    },
  });

  /* Names of the files that are loaded on demand, each with the hash of its content in it. */
  var files = new Map(Object.entries(/* FILES */ {}));
  var DATA = /^[A-Za-z0-9]+(?:[.-][A-Za-z0-9]+)*$/; /* a file in one folder, whatever a page asks for */
  var here = document.currentScript.src;
  var base = here.slice(0, here.lastIndexOf("/assets/knotwork/") + 1);
  var loading = Object.create(null);
  var waiting = Object.create(null);
  var shown = [];

  function load(url) {
    if (!loading[url]) {
      loading[url] = new Promise(function (resolve, reject) {
        var script = document.createElement("script");
        script.src = url;
        script.onload = resolve;
        script.onerror = function () {
          delete loading[url];
          reject(new Error("cannot load " + url));
        };
        document.head.appendChild(script);
      });
    }
    return loading[url];
  }

  function ours(name) {
    if (!files.has(name)) {
      throw new Error("no script of this site: " + name);
    }
    return base + "assets/knotwork/" + files.get(name);
  }

  window.knotwork = {
    /* The document, without what names in the page put in front of its own members. */
    document: document,

    /* The address of the site's root, with a slash at its end. */
    base: base,

    /* Runs with the element of each page's content, also when a page comes without a reload. */
    onPage: function (run) {
      shown.push(run);
    },

    /* Loads a script of ours by its plain name: knotwork.script("graph.js"). */
    script: function (name) {
      return load(ours(name));
    },

    /* The address of a file of ours by its plain name. */
    file: function (name) {
      return ours(name);
    },

    /* Loads data that the build wrote to assets/knotwork/data/NAME.js; a script, so that it works from a
       disk as well, where nothing can be fetched. */
    data: function (name) {
      if (!DATA.test(name)) {
        return Promise.reject(new Error("no data of this site: " + name));
      }
      if (!waiting[name]) {
        waiting[name] = {};
        waiting[name].promise = new Promise(function (resolve, reject) {
          waiting[name].resolve = resolve;
          load(base + "assets/knotwork/data/" + name + ".js").catch(reject);
        });
      }
      return waiting[name].promise;
    },

    /* What a data file calls. */
    receive: function (name, value) {
      if (!waiting[name]) {
        waiting[name] = { promise: Promise.resolve(value) };
      } else {
        waiting[name].resolve(value);
      }
    },

    /* A new element: knotwork.element("p", {class: "kw-x"}, "text", child, …). */
    element: function (name, attributes) {
      var made = document.createElement(name);
      Object.keys(attributes || {}).forEach(function (key) {
        made.setAttribute(key, attributes[key]);
      });
      for (var i = 2; i < arguments.length; i += 1) {
        made.append(arguments[i]);
      }
      return made;
    },
  };

  function show() {
    var content = document.querySelector("article") || document.body;
    shown.forEach(function (run) {
      run(content);
    });
  }

  if (window.document$ && typeof window.document$.subscribe === "function") {
    window.document$.subscribe(show); /* Material's instant navigation */
  } else if (document.readyState === "loading") {
    document.addEventListener("DOMContentLoaded", show);
  } else {
    setTimeout(show, 0);
  }
})(document);
