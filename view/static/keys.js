// Keys of a list: "/" to the search, j and k through the items. Without this file everything works, only slower.
"use strict";
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, select, textarea, [contenteditable]");
  if (typing) {
    if (event.key === "Escape") typing.blur();
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "/") {
    const search = document.getElementById("q");
    if (search) {
      event.preventDefault();
      search.focus();
      search.select();
    }
  } else if (event.key === "j" || event.key === "k") {
    const items = [...document.querySelectorAll("[data-item]")].filter((item) => item.checkVisibility());
    const here = items.indexOf(document.activeElement);
    const next = items[event.key === "j" ? here + 1 : Math.max(here - 1, 0)];
    if (next) {
      event.preventDefault();
      next.focus();
    }
  }
});

// The menu closes when one goes elsewhere, or says so with Escape.
const menu = document.querySelector(".more details");
const leave = (event) => {
  if (menu.open && !menu.contains(event.target)) menu.open = false;
};
if (menu) {
  document.addEventListener("click", leave);
  document.addEventListener("focusin", leave);
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
}
