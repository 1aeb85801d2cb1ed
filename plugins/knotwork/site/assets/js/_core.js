/* What the scripts of a page share: the site's root, loading of scripts and data, and an event for each page.

   Everything works without these scripts; they only add. No inline handlers, no eval, and data become text by
   textContent alone, so that a strict Content-Security-Policy holds. */
(function (real) {
  "use strict";

  /* The document as the browser created it: <img name="currentScript"> hides `document.currentScript`, and so does
     every other name in a page. All our scripts use this document. */
  var document = new Proxy(real, {
    get: function (real, name) {
      var member = Reflect.get(Document.prototype, name, real);
      return typeof member === "function" ? member.bind(real) : member;
    },
  });

  /* Files that are loaded on demand: plain name → name with the hash of its content. */
  var files = new Map(Object.entries(/* FILES */ {}));
  var DATA = /^[A-Za-z0-9]+(?:[.-][A-Za-z0-9]+)*$/; /* a file in one folder, whatever name a page passes */
  var here = document.currentScript.src;
  var base = here.slice(0, here.lastIndexOf("/assets/knotwork/") + 1);
  var scripts = Object.create(null);
  var dataFiles = Object.create(null);
  var callbacks = [];

  /* The texts of the site's language, by the English ones; none for English. */
  var words = Object.assign({ language: "en", texts: {} }, /* WORDS */ {});
  var texts = new Map(Object.entries(words.texts));
  var forms = new Intl.PluralRules(words.language);

  function filled(text, values) {
    return text.replace(/\{(\w+)\}/g, function (whole, name) {
      return values && name in values ? values[name] : whole;
    });
  }

  function load(url) {
    if (!scripts[url]) {
      scripts[url] = new Promise(function (resolve, reject) {
        var script = document.createElement("script");
        script.src = url;
        script.onload = resolve;
        script.onerror = function () {
          delete scripts[url];
          reject(new Error("cannot load " + url));
        };
        document.head.appendChild(script);
      });
    }
    return scripts[url];
  }

  function fileUrl(name) {
    if (!files.has(name)) {
      throw new Error("no file of this site: " + name);
    }
    return base + "assets/knotwork/" + files.get(name);
  }

  window.knotwork = {
    /* The document, whose members no name in the page can hide. */
    document: document,

    /* The address of the site's root, with a slash at its end. */
    base: base,

    /* A text in the site's language: knotwork.words("Find {name}", {name: …}). */
    words: function (text, values) {
      return filled(texts.get(text) || text, values);
    },

    /* A text with a number, which stands for {n}: knotwork.plural(2, "{n} note", "{n} notes"). */
    plural: function (number, one, many, values) {
      var own = texts.get(many);
      var text = own ? own[forms.select(number)] || own.other : number === 1 ? one : many;
      return filled(text, Object.assign({ n: knotwork.number(number) }, values));
    },

    /* A number as readers of the site's language write it. */
    number: function (number) {
      return number.toLocaleString(words.language);
    },

    /* Runs with the element of each page's content, also when a page comes without a reload. */
    onPage: function (run) {
      callbacks.push(run);
    },

    /* Runs all that `onPage` was given with content that a script has added. */
    show: function (content) {
      callbacks.forEach(function (run) {
        run(content);
      });
    },

    /* Loads one of our scripts by its plain name: knotwork.script("graph.js"). */
    script: function (name) {
      return load(fileUrl(name));
    },

    /* The address of one of our files by its plain name. */
    file: function (name) {
      return fileUrl(name);
    },

    /* Loads data that the build wrote to assets/knotwork/data/NAME.js; a script, because
       `fetch` does not work for pages opened from disk. */
    data: function (name) {
      if (!DATA.test(name)) {
        return Promise.reject(new Error("no data of this site: " + name));
      }
      if (!dataFiles[name]) {
        dataFiles[name] = {};
        dataFiles[name].promise = new Promise(function (resolve, reject) {
          dataFiles[name].resolve = resolve;
          load(base + "assets/knotwork/data/" + name + ".js").catch(function (error) {
            delete dataFiles[name]; /* the next try may succeed */
            reject(error);
          });
        });
      }
      return dataFiles[name].promise;
    },

    /* Called by a data file with its content. */
    receive: function (name, value) {
      if (!dataFiles[name]) {
        dataFiles[name] = { promise: Promise.resolve(value) };
      } else {
        dataFiles[name].resolve(value);
      }
    },

    /* A new element: knotwork.element("p", {class: "kw-x"}, "text", child, …). */
    element: function (name, attributes) {
      var created = document.createElement(name);
      Object.keys(attributes || {}).forEach(function (key) {
        created.setAttribute(key, attributes[key]);
      });
      for (var i = 2; i < arguments.length; i += 1) {
        created.append(arguments[i]);
      }
      return created;
    },
  };

  function runCallbacks() {
    knotwork.show(document.querySelector("article") || document.body);
  }

  if (window.document$ && typeof window.document$.subscribe === "function") {
    window.document$.subscribe(runCallbacks); /* Material's instant navigation */
  } else if (document.readyState === "loading") {
    document.addEventListener("DOMContentLoaded", runCallbacks);
  } else {
    setTimeout(runCallbacks, 0);
  }
})(document);
