/* The worker that Material starts on every page for its search field. It speaks the protocol of Material's own
   worker, and loads what answers questions at the first one.

   Messages have a type: 0 SETUP with the index, 1 READY, 2 QUERY with the text of the field, 3 RESULT. In a page
   that is opened from disk a frame plays the worker, and loads scripts by and by. */
(function (self) {
  "use strict";

  var inFrame = typeof document !== "undefined";
  var here = inFrame ? document.querySelector("script[src]").src : self.location.href;
  var base = here.slice(0, here.lastIndexOf("/assets/knotwork/") + 1);
  var config = null;
  var engine = null; /* a promise of what answers */
  var turn = 0;
  var isRenewed = false; /* whether the index was loaded anew: the site was published while this page was open */

  self.addEventListener("message", function (event) {
    var message = event.data || {};
    if (message.type === 0) {
      config = message.data.config.knotwork;
      self.postMessage({ type: 1 });
    } else if (message.type === 2) {
      answer(message.data);
    }
  });

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
      engine = engine || load(config.engine).then(function () {
        return self.knotworkEngine(base, config, load);
      });
      var loaded = await engine;
      await loaded.answer(query, function (result) {
        if (mine === turn) {
          send(result);
        }
      });
      if (loaded.isStale() && !isRenewed) {
        isRenewed = true;
        engine = null;
        await answer(query);
      }
    } catch (error) {
      engine = null;
      console.warn("search", error);
      send({ items: [], isComplete: true });
    }
  }
})(self);
