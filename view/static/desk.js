// Keys of the review desk: each presses a button that is there anyway. Without this file everything works, only slower.
"use strict";
(() => {
  const cards = () => [...document.querySelectorAll(".card")];
  const here = () => document.activeElement.closest(".card") || cards()[0];
  const go = (card) => {
    const title = card && card.querySelector("[data-item]");
    if (title) title.focus();
  };

  let sent = false; // a second press must not decide twice
  addEventListener("submit", (event) => (sent ? event.preventDefault() : (sent = true)));
  addEventListener("pageshow", () => (sent = false));

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, select, textarea")) {
      if (event.key === "Escape") go(here());
      return;
    }
    const card = here();
    const press = (found) => found && (event.preventDefault(), found.click());
    if (event.key === "u") return press(document.querySelector("#told [data-undo]") || document.querySelector("[data-undo]"));
    if (!card) return;
    if (event.key === "a" || event.key === "d") press(card.querySelector(`[data-key="${event.key}"]`));
    else if (event.key === "e") {
      const edit = card.querySelector(".edit");
      if (!edit) return;
      event.preventDefault();
      edit.open = true;
      edit.querySelector("input:not([type=hidden]), select").focus();
    } else if (event.key === "s") {
      event.preventDefault();
      go(cards()[cards().indexOf(card) + 1]);
    } else if (event.key === "o") {
      const more = card.querySelector(".evidence");
      if (more && !more.open) { event.preventDefault(); more.open = true; }
      else press(card.querySelector("[data-open]"));
    }
  });
})();
