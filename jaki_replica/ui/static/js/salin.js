// A button that copies what a field holds; it shows itself only where the browser can copy.
if (navigator.clipboard) {
  for (const button of document.querySelectorAll("[data-copies]")) {
    const field = document.getElementById(button.dataset.copies);
    button.hidden = false;
    button.addEventListener("click", async () => {
      field.select();
      try {
        await navigator.clipboard.writeText(field.value);
      } catch {
        return; // the text is selected, so that it can be copied by hand
      }
      button.textContent = button.dataset.done;
      document.querySelector("[data-copied]").textContent = button.dataset.done;
    });
  }
}
