/* The filter of the catalogue of snippets: what the snippets on a page are called, by kind, name and note. */
knotwork.onPage((content) => {
  "use strict";
  const place = content.querySelector(".kw-catalogue-filter");
  if (!place || place.firstChild) return;
  const name = knotwork.words("Filter by kind, name or note");
  const field = knotwork.element("input", { type: "search", class: "md-input", placeholder: name, "aria-label": name });
  const status = knotwork.element("span", { role: "status" });
  const sections = [...content.querySelectorAll(".kw-catalogue")].map((list) => {
    const title = list.previousElementSibling;
    const heading = title && /^H[23]$/.test(title.tagName) ? title : null;
    const items = [...list.children].map((item) => {
      return [item, `${heading ? heading.textContent : ""} ${item.textContent}`.toLowerCase()];
    });
    return { list, heading, items };
  });
  const chapters = [...content.querySelectorAll("h2")];

  field.oninput = () => {
    const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    let all = 0;
    sections.forEach(({ list, heading, items }) => {
      items.forEach(([item, text]) => {
        item.hidden = !words.every((word) => text.includes(word));
        shown += !item.hidden;
        all += 1;
      });
      list.hidden = items.every(([item]) => item.hidden);
      if (heading) heading.hidden = list.hidden;
    });
    chapters.forEach((chapter) => {
      if (sections.some(({ heading }) => heading === chapter)) return;
      let next = chapter.nextElementSibling;
      while (next && next.tagName !== "H2" && (next.hidden || !/^(UL|H3)$/.test(next.tagName))) {
        next = next.nextElementSibling;
      }
      chapter.hidden = !next || next.tagName === "H2";
    });
    status.textContent = words.length ? knotwork.words("{n} of {all} shown", { n: shown, all }) : "";
  };
  place.append(field, status);
});
