// Search while one types, and older activities while one scrolls. Without this file the buttons do the same, only slower.
// It asks for the same pages that the buttons lead to and takes the part it needs out of them.
"use strict";
(() => {
  const PAUSE = 160; // milliseconds after the last letter
  const PAGES = 10; // taken in by scrolling; then the button is pressed, so that the end of the page can be reached
  const form = document.querySelector("form[data-live]");
  const said = document.getElementById("said");
  const page = async (address, signal) => {
    const answer = await fetch(address, { signal, headers: { Accept: "text/html" } });
    if (!answer.ok) throw new Error(answer.status);
    return new DOMParser().parseFromString(await answer.text(), "text/html");
  };

  let asking = new AbortController();
  const search = async () => {
    const asked = new URLSearchParams([...new FormData(form)].filter(([, value]) => value.trim()));
    const address = form.getAttribute("action") + (asked.size ? `?${asked}` : "");
    asking.abort();
    if (address === location.pathname + location.search) return;
    asking = new AbortController();
    const results = document.getElementById("results");
    results.setAttribute("aria-busy", "true");
    try {
      const found = await page(address, asking.signal);
      document.getElementById("results").replaceWith(found.getElementById("results"));
      history.replaceState(null, "", address);
      said.className = "unseen";
      said.textContent = found.getElementById("said").textContent;
      watch();
    } catch (error) {
      if (error.name === "AbortError") return;
      results.removeAttribute("aria-busy");
      said.className = "notice warn";
      said.textContent = form.dataset.away.replaceAll("`", "");
    }
  };
  // To the store one or two letters are a word, not the beginning of one: they wait for the next letter, or for Enter.
  const early = () => /(^|\s)[\x21-\x7e]{1,2}$/.test(form.elements.q.value);

  let pages = 0;
  const more = async (older) => {
    if (!older.isConnected || older.dataset.asked) return;
    older.dataset.asked = "yes";
    try {
      const next = await page(older.querySelector("a").href);
      if (!older.isConnected) return; // another search came in between
      for (const day of next.querySelectorAll("#results .day, .column-main > .day")) {
        const here = document.getElementById(day.querySelector("h2").id);
        if (here) here.parentElement.querySelector(".items").append(...day.querySelector(".items").children);
        else older.before(day);
      }
      const rest = next.querySelector(".older");
      rest ? older.replaceWith(rest) : older.remove();
      pages += 1;
      watch();
    } catch {
      // The button stays, and says what is wrong when it is pressed.
    }
  };
  const near = new IntersectionObserver((seen) => seen.forEach((one) => one.isIntersecting && more(one.target)), { rootMargin: "900px" });
  const watch = () => {
    near.disconnect();
    const older = document.querySelector(".older");
    if (older && pages < PAGES) near.observe(older);
  };

  if (form) {
    let waiting;
    const later = (pause) => {
      clearTimeout(waiting);
      waiting = setTimeout(() => { pages = 0; search(); }, pause);
    };
    form.addEventListener("input", (event) => {
      if (event.isComposing || event.target.type === "date") return;
      clearTimeout(waiting);
      if (event.target !== form.elements.q || !early()) later(PAUSE);
    });
    form.addEventListener("change", () => later(0));
    form.addEventListener("submit", () => { clearTimeout(waiting); asking.abort(); });
  }
  watch();
})();
