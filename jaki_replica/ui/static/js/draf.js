// Keeps what is typed while it is typed, so that a closed browser loses nothing. Without it each button keeps it.
const form = document.querySelector("[data-draft]");
const PAUSE = 1500;
let timer;
let changed = false;
let leaving = false;

function answers() {
  const data = new FormData(form);
  for (const [name, value] of [...data]) if (value instanceof File) data.delete(name);
  data.set("ke", "simpan");
  return data;
}

function keep() {
  clearTimeout(timer);
  if (!changed || leaving) return;
  changed = false;
  navigator.sendBeacon(form.action, answers());
}

// What was written last counts, in whatever order it arrives.
form?.addEventListener("formdata", (event) => event.formData.set("ditulis", Date.now()));
form?.addEventListener("input", () => {
  changed = true;
  clearTimeout(timer);
  timer = setTimeout(keep, PAUSE);
});
form?.addEventListener("submit", () => {
  leaving = true;
});
addEventListener("pageshow", () => {
  leaving = false;
});
addEventListener("visibilitychange", () => {
  if (document.visibilityState === "hidden") keep();
});
