// Counts, while a form is filled in, how many fields differ from what is in force. Without it the server counts.
const bar = document.querySelector("[data-in-force]");
const form = bar.closest("form");
const shown = bar.querySelector("[data-changed]");
const kept = JSON.parse(bar.dataset.inForce);

function count() {
  const typed = new FormData(form);
  const names = new Set([...Object.keys(kept), ...[...typed.keys()].filter((name) => name.includes("."))]);
  const differ = [...names].filter((name) => (typed.get(name) ?? "").trim() !== (kept[name] ?? "")).length;
  const { none, one, many } = shown.dataset;
  const words = [none, one][differ] ?? many.replace("{n}", differ);
  if (shown.textContent !== words) shown.textContent = words;
}

form.addEventListener("input", count);
form.addEventListener("change", count);
addEventListener("pageshow", count);
