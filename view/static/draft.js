// Copy and drop a draft. Without this file the text can be marked and copied by hand, and closing the page drops it.
"use strict";
for (const button of document.querySelectorAll("[data-copy], [data-drop]")) {
  const field = document.getElementById(button.dataset.copy || button.dataset.drop);
  const said = document.getElementById(`${field.id}-said`);
  button.hidden = false;
  button.addEventListener("click", async () => {
    if (button.dataset.drop) {
      field.value = "";
      said.textContent = field.dataset.dropped;
      return;
    }
    try {
      await navigator.clipboard.writeText(field.value);
      said.textContent = field.dataset.copied;
    } catch {
      field.focus();
      field.select();
      said.textContent = field.dataset.marked;
    }
  });
  field.form.addEventListener("reset", () => (said.textContent = ""));
}
