/* The to-do board: turns links to groups into filter buttons. */
knotwork.onPage((content) => {
  "use strict";
  const filters = content.querySelector(".kw-filters");
  if (!filters || filters.querySelector("button")) return;
  const cards = content.querySelectorAll(".kw-card");
  const status = knotwork.element("p", { role: "status" });
  const chosen = {};

  function show() {
    let shown = 0;
    cards.forEach((card) => {
      card.hidden = !Object.keys(chosen).every((kind) => `\n${card.dataset[kind]}\n`.includes(`\n${chosen[kind]}\n`));
      shown += !card.hidden;
    });
    content.querySelectorAll(".kw-cards").forEach((list) => {
      list.hidden = !list.querySelector(".kw-card:not([hidden])");
    });
    filters.querySelectorAll("button").forEach((button) => {
      button.setAttribute("aria-pressed", chosen[button.dataset.kind] === button.dataset.value);
    });
    status.textContent = knotwork.words("{n} of {all} shown", { n: shown, all: cards.length });
  }

  filters.querySelectorAll("a").forEach((link) => {
    const { kind, value } = link.dataset;
    const button = knotwork.element("button", { type: "button", "data-kind": kind, "data-value": value });
    button.append(...link.childNodes);
    button.onclick = () => {
      if (chosen[kind] === value) delete chosen[kind];
      else chosen[kind] = value;
      show();
    };
    link.replaceWith(button);
  });
  filters.append(status);
  show();
});
