/* Looks for the nearest names on the page that is shown for a missing address. */
knotwork.onPage((content) => {
  "use strict";
  const place = content.querySelector(".kw-not-found");
  if (place && !place.firstChild) {
    knotwork.script("nearest-notes.js").then(() => knotwork.nearestNotes(place));
  }
});
