// The first run: follows the commands without loading the page anew, and copies them. Without this file the page does load anew.
"use strict";
(() => {
  const SECONDS = 2;
  const show = () => {
    for (const button of document.querySelectorAll("[data-copy]")) button.hidden = !navigator.clipboard;
  };
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy]");
    if (!button) return;
    await navigator.clipboard.writeText(button.dataset.copy);
    button.firstChild.data = button.dataset.copied;
  });
  const follow = async () => {
    const steps = document.getElementById("steps");
    if (!("follow" in steps.dataset)) return;
    try {
      const answer = await fetch(location.pathname);
      const found = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("steps");
      // Only what is news is put in place: whoever stands on a link or has marked a command keeps it.
      if (answer.ok && found && found.innerHTML !== last) {
        last = found.innerHTML;
        steps.replaceWith(found);
        show();
      }
    } catch {
      // The view has ended; the page stays as it is.
    }
    setTimeout(follow, SECONDS * 1000);
  };
  let last = document.getElementById("steps").innerHTML;
  show();
  setTimeout(follow, SECONDS * 1000);
})();
