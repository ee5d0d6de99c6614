// The brand editor, live: colours are measured and worn by the preview while they are chosen.
const editor = document.querySelector("[data-brand-editor]");
const form = editor.querySelector("#merek");
const frame = editor.querySelector("[data-preview]");
const shown = editor.querySelector("[data-contrast-shown]");
const LOOKS = ["portal", "letters", "primary", "accent", "corner", "motif", "font"];
const COLOUR = /^#[0-9a-f]{6}$/i;
const WAIT = 250;

const value = (name) => form.elements.namedItem(name)?.value ?? "";
const colours = () => ["primary", "accent"].every((name) => COLOUR.test(value(`brand.${name}`).trim()));

function looks() {
  const found = new URLSearchParams();
  for (const name of LOOKS) found.set(name, value(`brand.${name}`).trim());
  for (const name of ["primary", "accent"]) found.set(name, found.get(name).toLowerCase());
  return found;
}

let measuring = 0;
async function measure() {
  if (!shown) return; // a page that measures only when it is sent
  const asked = ++measuring;
  const wanted = new URLSearchParams({ "brand.primary": value("brand.primary"), "brand.accent": value("brand.accent") });
  const answer = await fetch(`${editor.dataset.contrast}?${wanted}`).catch(() => null);
  if (!answer?.ok || asked !== measuring) return;
  shown.innerHTML = await answer.text();
  editor.querySelector("[data-contrast-state]").innerHTML = shown.querySelector("[data-contrast-now]").innerHTML;
}

function wear() {
  if (!colours()) return;
  const query = looks();
  const styles = frame.contentDocument?.querySelector("[data-theme-styles]");
  if (styles) styles.href = `${editor.dataset.styles}?${query}`;
  const worn = frame.contentDocument?.querySelectorAll('img[src*="/tanda.svg"]') ?? [];
  for (const mark of [editor.querySelector("[data-mark]"), ...worn]) mark.src = `${editor.dataset.draftMark}?${query}`;
}

// The frame takes the new page in the place of the old one, so that Back leads to the page before the editor.
let drawing = 0;
async function redraw() {
  const asked = ++drawing;
  const address = editor.querySelector("[data-show-preview]").formAction;
  const answer = await fetch(address, { method: "POST", body: new URLSearchParams(new FormData(form)) }).catch(() => null);
  if (answer && answer.url !== address && asked === drawing) frame.contentWindow.location.replace(answer.url);
}

form.addEventListener("submit", (event) => {
  if (!event.submitter?.matches("[data-show-preview]")) return;
  event.preventDefault();
  redraw();
});

let waiting;
function later(what) {
  clearTimeout(waiting);
  waiting = setTimeout(what, WAIT);
}

form.addEventListener("input", (event) => {
  const { target } = event;
  const of = target.dataset.colourOf;
  if (of) form.elements.namedItem(of).value = target.value;
  const picker = form.querySelector(`[data-colour-of="${CSS.escape(target.name)}"]`);
  if (picker && COLOUR.test(target.value.trim())) picker.value = target.value.trim().toLowerCase();
  if (of || picker) later(() => { measure(); wear(); });
});

// After Back or a reload the browser has its own idea of the fields and of the frame: all follows the fields again.
addEventListener("pageshow", (event) => {
  const [visit] = performance.getEntriesByType("navigation");
  if (!event.persisted && visit?.type === "navigate") return;
  for (const picker of form.querySelectorAll("[data-colour-of]")) {
    const colour = value(picker.dataset.colourOf).trim().toLowerCase();
    if (COLOUR.test(colour)) picker.value = colour;
  }
  measure();
  redraw();
});

form.addEventListener("change", (event) => {
  const { name } = event.target;
  if (["brand.corner", "brand.motif", "brand.font"].includes(name)) wear();
  else if (name === "tema") frame.contentDocument.documentElement.dataset.theme = value(name) === "gelap" ? "dark" : "light";
  else if (name === "halaman" || name === "brand.portal" || name === "brand.letters" || /^(brand\.promise|pages\.)/.test(name)) redraw();
});
