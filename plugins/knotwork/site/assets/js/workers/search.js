/* The worker that Material starts on every page for its search field. It speaks the protocol of Material's own
   worker, and loads what answers questions at the first one.

   Messages have a type: 0 SETUP with the index, 1 READY, 2 QUERY with the text of the field, 3 RESULT. In a page
   that is opened from disk a frame plays the worker, and loads scripts by and by.

   An index that is not ours (another plugin wrote it, or it is kept from a time before) goes to Material's own
   worker, which takes over: the query of this script's address names its file. */
(function (self) {
  "use strict";

  var inFrame = typeof document !== "undefined";
  var here = inFrame ? document.querySelector("script[src]").src : self.location.href;
  var base = here.slice(0, here.lastIndexOf("/assets/knotwork/") + 1);
  var config = null;
  var isMaterials = false; /* whether Material's worker answers */
  var engine = null; /* a promise of what answers */
  var turn = 0;
  var isRenewed = false; /* whether the index was loaded anew: the site was published while this page was open */

  self.addEventListener("message", function (event) {
    var message = event.data || {};
    if (isMaterials) {
      return;
    }
    if (message.type === 0) {
      setUp(message.data).then(function () {
        self.postMessage({ type: 1 });
      }, complain);
    } else if (message.type === 2) {
      answer(message.data);
    }
  });

  /* Takes an index: ours, or one that only Material's worker can read. */
  async function setUp(index) {
    config = index.config.knotwork;
    if (!config) {
      await handOver(index);
    }
  }

  /* Loads Material's worker, and shows it the index, to which it says that it is ready. */
  async function handOver(index) {
    var loadScripts = self.importScripts;
    self.importScripts = function () {
      var urls = Array.from(arguments, function (url) {
        return url.replace(/^.*\/lunr\//, base + "assets/javascripts/lunr/"); /* it looks beside this script */
      });
      return loadScripts.apply(self, urls);
    };
    var post = self.postMessage;
    var isReady = new Promise(function (resolve) {
      self.postMessage = function (message) {
        self.postMessage = post;
        resolve(message);
      };
    });
    await load("assets/javascripts/workers/" + here.split("?")[1]);
    isMaterials = true;
    self.dispatchEvent(new MessageEvent("message", { data: { type: 0, data: index } }));
    await isReady;
  }

  /* The index as the server has it now, when what the one that we were given names is gone. */
  async function renew() {
    var response = await fetch(base + "search/search_index.json", { cache: "reload" });
    var index = await response.json();
    await setUp(Object.assign(index, { options: { suggest: true } }));
  }

  function complain(error) {
    console.error("search", error);
  }

  function send(result) {
    self.postMessage({ type: 3, data: result });
  }

  function load(path) {
    return Promise.resolve(self.importScripts(base + path));
  }

  /* Answers with what names say, and again with what texts say; not when the field has another text by then. */
  async function answer(query) {
    turn += 1;
    var mine = turn;
    await new Promise(setTimeout); /* of all that was typed while this worker was busy, the last counts */
    if (mine !== turn) {
      return;
    }
    if (!query.trim() || !config) {
      send({ items: [], isComplete: true });
      return;
    }
    try {
      var loaded = await started(query);
      if (!loaded) {
        return;
      }
      await loaded.answer(query, function (result) {
        if (mine === turn) {
          send(result);
        }
      });
      if (loaded.isStale() && !isRenewed) {
        isRenewed = true;
        config.version += "-" + Date.now(); /* so that nothing comes from the browser's cache */
        engine = null;
        await answer(query);
      }
    } catch (error) {
      engine = null;
      complain(error); /* no result: "nothing was found" would not be true */
    }
  }

  /* What answers; null when that is Material's worker, which has been asked. */
  async function started(query) {
    try {
      engine = engine || begun();
      return await engine;
    } catch (error) {
      if (inFrame || isRenewed) {
        throw error;
      }
      isRenewed = true;
      await renew();
    }
    if (!isMaterials) {
      engine = begun();
      return engine;
    }
    self.dispatchEvent(new MessageEvent("message", { data: { type: 2, data: query } }));
    return null;
  }

  function begun() {
    return load(config.engine).then(function () {
      return self.knotworkEngine(base, config, load);
    });
  }
})(self);
