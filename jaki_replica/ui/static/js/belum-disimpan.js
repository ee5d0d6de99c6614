// Asks before a page is left on which something was typed that the server has not got.
const bar = document.querySelector("[data-in-force]");
const form = bar.closest("form");
const kept = JSON.parse(bar.dataset.inForce);
let sending = false;

function differs(field) {
  if (!field.name || !(field.name in kept || field.name.includes("."))) return false;
  if (field.type === "checkbox" || field.type === "radio") return field.checked !== field.defaultChecked;
  if (field.options) return field.selectedIndex !== Math.max(0, [...field.options].findIndex((one) => one.defaultSelected));
  return field.type !== "hidden" && field.value !== field.defaultValue;
}

function ask(event) {
  if (!sending) event.preventDefault();
}

// A page that listens for its end is not kept by the browser to go back to, so it does only while it must.
function watch() {
  if ([...form.elements].some(differs)) addEventListener("beforeunload", ask);
  else removeEventListener("beforeunload", ask);
}

form.addEventListener("input", watch);
form.addEventListener("change", watch);
form.addEventListener("submit", (event) => { sending = !event.submitter?.formTarget; });
addEventListener("pageshow", () => {
  sending = false;
  watch();
});
