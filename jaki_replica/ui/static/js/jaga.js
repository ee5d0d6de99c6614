// Watches over the form for a report: when the signal goes, nothing typed is lost and the report is kept on the phone.
const KEPT = "lapor";
const FORM = "/lapor/tanpa-sinyal";
const form = document.querySelector("form[data-so-far]");
export const words = JSON.parse(form?.dataset.words ?? "{}");

export const isFull = (error) => error?.name === "QuotaExceededError";

// The answers that the pages of the form leave for the page that works without a signal, in this tab alone.
export function carried() {
  try {
    return JSON.parse(sessionStorage.getItem(KEPT));
  } catch {
    return null;
  }
}

export function carry(what) {
  try {
    sessionStorage.setItem(KEPT, JSON.stringify(what));
  } catch {
    // Then the page that works without a signal starts empty, and this one still holds what was typed.
  }
}

export function drop() {
  try {
    sessionStorage.removeItem(KEPT);
  } catch {
    // Nothing was kept.
  }
}

export function given() {
  const own = [...new FormData(form)].filter(([name, value]) => typeof value === "string" && value && !["csrf_token", "lalu", "cari", "dari_cari"].includes(name));
  const before = JSON.parse(form.dataset.soFar);
  const shown = new Set([...form.elements].map((field) => field.name));
  for (const name of Object.keys(before)) if (shown.has(name) && name !== "kategori") delete before[name];
  return { key: form.dataset.key, photos: JSON.parse(form.dataset.photosSoFar), answers: { ...before, ...Object.fromEntries(own) } };
}

const leave = () => carry(given());

function bar({ isSure = false } = {}) {
  const old = document.querySelector("[data-offline-bar]");
  if (navigator.onLine && !isSure) return old?.remove();
  if (old) return undefined;
  const line = document.createElement("p");
  line.className = "offline no-print";
  line.dataset.offlineBar = "";
  line.setAttribute("role", "status");
  line.innerHTML = `<svg class="icon" aria-hidden="true" focusable="false"><use href="${new URL("./ikon.svg", import.meta.url).pathname}#wifi-off"/></svg><span></span>`;
  document.querySelector("body > .masthead").before(line);
  line.querySelector("span").textContent = words.offline;
  if (!navigator.serviceWorker?.controller) return undefined;
  const link = document.createElement("a");
  link.href = FORM;
  link.textContent = words.offlineLink;
  link.addEventListener("click", leave);
  return line.append(link);
}

// The phone believes in its signal, but nothing gets through: the way to go on without one is shown all the same.
export const offer = () => bar({ isSure: true });

export function say(text) {
  let line = document.querySelector("[data-jaga-said]");
  if (!line) {
    line = document.createElement("p");
    line.className = "notice is-warn";
    line.dataset.jagaSaid = "";
    line.setAttribute("role", "alert");
    form.querySelector("h1").after(line);
  }
  line.textContent = text;
  line.scrollIntoView({ block: "center" });
}

function submit(event) {
  leave();
  if (navigator.onLine || form.dataset.last === "1") return;
  event.preventDefault();
  if (navigator.serviceWorker?.controller) location.assign(FORM);
  else say(words.stays);
}

if (form) {
  form.addEventListener("submit", submit);
  addEventListener("online", () => bar());
  addEventListener("offline", () => bar());
  addEventListener("pageshow", () => bar());
  addEventListener("load", () => navigator.serviceWorker?.register("/luring.js", { scope: "/lapor", type: "module" }).catch(() => undefined));
}
