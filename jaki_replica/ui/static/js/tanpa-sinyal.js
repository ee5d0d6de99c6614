// The form that is filled in without a signal: every answer is kept as it is given, and the whole goes into the line.
import { added } from "./antrean.js";
import { DRAFT, FLOW, LIFETIME, change, enqueue, move, newId, newKey, newPhoto, photosOf, put, putPhoto, remove, removePhoto, report } from "./gudang.js";
import { carried, carry, drop, isFull } from "./jaga.js";

const MEGABYTE = 1_000_000;
const PAUSE = 200;
const form = document.querySelector("[data-offline-form]");
const words = JSON.parse(form.dataset.words);
const box = form.querySelector(".photos");
const point = form.querySelector("[data-point]");
const lists = form.querySelector("[data-lists]");
const POINT = ["lat", "lon", "ketelitian", "pin_lat", "pin_lon"];
let now = { id: DRAFT, key: newKey(), answers: {}, there: [] };
let owner = DRAFT;
let areas = [];
let timer;
// How often something was answered, and up to which of these the store has confirmed it.
let answered = 0;
let confirmed = 0;

const say = (text) => {
  form.querySelector("[data-said]").replaceChildren();
  if (!text) return;
  const line = document.createElement("p");
  line.className = "notice is-warn";
  line.textContent = text;
  form.querySelector("[data-said]").append(line);
};

function answers() {
  const data = new FormData(form);
  return Object.fromEntries([...data].filter(([name, value]) => value && !(value instanceof File) && name !== "csrf_token"));
}

async function keep() {
  clearTimeout(timer);
  if (owner !== DRAFT) return; // a report that is being mended stays as it is until it is saved
  const known = answered;
  await put({ ...now, id: DRAFT, state: "draft", at: Date.now(), answers: answers() }).catch(() => undefined);
  confirmed = Math.max(confirmed, known);
}

// The lists of areas: each below the choice before it.
function listed(level, chosen, place) {
  for (const field of [...lists.querySelectorAll(".field")].slice(place)) field.remove();
  if (!level.length) return;
  const [name, label, below] = level;
  const field = document.createElement("div");
  field.className = "field";
  const title = document.createElement("label");
  title.htmlFor = name;
  title.textContent = label;
  const select = document.createElement("select");
  select.className = "input";
  select.id = select.name = name;
  select.append(new Option(lists.dataset.wordChoose, ""), ...below.map(([code, word]) => new Option(word, code)));
  select.value = chosen[name] ?? "";
  if (select.selectedIndex < 0) select.value = "";
  field.append(title, select);
  lists.append(field);
  const next = () => below.find(([code]) => code === select.value)?.[2] ?? [];
  select.addEventListener("change", () => {
    listed(next(), {}, place + 1);
    if (select.value && !next().length) release();
  });
  if (select.value) listed(next(), chosen, place + 1);
}

function release() {
  if (!form.elements.lat.value && !form.elements.pin_lat.value) return;
  for (const name of POINT) form.elements[name].value = "";
  point.querySelector("[data-point-words]").textContent = point.dataset.wordReplaced;
  delete now.answers.pilih;
}

function located() {
  const { lat, ketelitian, pin_lat } = form.elements;
  const line = point.querySelector("[data-point-words]");
  if (pin_lat.value) line.textContent = point.dataset.wordKept;
  else if (lat.value) line.textContent = point.dataset.wordFound.replace("{n}", Math.max(1, Math.round(ketelitian.value)));
}

function locate() {
  const line = point.querySelector("[data-point-words]");
  line.textContent = point.dataset.wordLooking;
  navigator.geolocation.getCurrentPosition(({ coords }) => {
    const found = { lat: coords.latitude, lon: coords.longitude, ketelitian: coords.accuracy, pin_lat: "", pin_lon: "" };
    for (const [name, value] of Object.entries(found)) form.elements[name].value = value;
    delete now.answers.pilih;
    listed(areas, {}, 0);
    located();
    answered += 1;
    keep();
  }, (error) => {
    line.textContent = error.code === 1 ? point.dataset.wordDenied : point.dataset.wordLost;
  }, { enableHighAccuracy: true, timeout: 30_000, maximumAge: 60_000 });
}

// Photos.
function fault(text) {
  const line = form.querySelector("[data-photo-fault]");
  line.textContent = text;
  line.hidden = !text;
}

async function drawPhotos() {
  const photos = await photosOf(owner).catch(() => []);
  for (const old of box.querySelectorAll(".photo")) {
    URL.revokeObjectURL(old.querySelector("img").src);
    old.remove();
  }
  photos.forEach((photo, place) => {
    const figure = form.querySelector("template[data-photo]").content.firstElementChild.cloneNode(true);
    const name = box.dataset.wordPhoto.replace("{n}", place + 1);
    figure.querySelector("img").src = URL.createObjectURL(photo.blob);
    figure.querySelector("img").alt = name;
    figure.querySelector("figcaption").textContent = name;
    figure.querySelector(".visually-hidden").textContent = box.dataset.wordRemove.replace("{n}", place + 1);
    figure.querySelector("button").addEventListener("click", async () => {
      await removePhoto(photo.id);
      await drawPhotos();
      box.querySelector("input").focus();
    });
    box.querySelector(".addphoto").before(figure);
  });
  const count = photos.length + now.there.length;
  for (const add of box.querySelectorAll(".addphoto")) add.hidden = count >= Number(form.dataset.most);
  return count;
}

async function add(event) {
  const { files, name } = event.target;
  fault("");
  for (const file of [...files]) {
    if ((await photosOf(owner)).length + now.there.length >= Number(form.dataset.most)) fault(box.dataset.wordMost);
    else if (file.size > Number(form.dataset.mostMb) * MEGABYTE) fault(box.dataset.wordLarge);
    else await newPhoto(owner, name, file).then(putPhoto).catch((error) => fault(isFull(error) ? words.full : box.dataset.wordUnread));
  }
  event.target.value = "";
  await drawPhotos();
}

// What depends on the kind of the report.
function kind() {
  const chosen = form.elements.kategori.selectedOptions[0]?.dataset ?? {};
  const urgent = form.querySelector("[data-urgent]");
  urgent.hidden = !chosen.call;
  urgent.querySelector("a").href = `tel:${chosen.call ?? "112"}`;
  urgent.querySelector("strong").textContent = chosen.call ?? "";
  form.querySelector("[data-who]").hidden = "sensitive" in chosen;
  form.querySelector("[data-secret]").hidden = !("sensitive" in chosen);
}

function showFaults(faults, isOwn = false) {
  const summary = form.querySelector("[data-faults]");
  summary.hidden = !faults.length;
  const lines = faults.map(([field, text]) => {
    const line = document.createElement("li");
    const link = document.createElement("a");
    link.href = `#${document.getElementById(field) ? field : "judul"}`;
    link.textContent = text;
    line.append(link);
    if (isOwn) line.dataset.own = field;
    return line;
  });
  summary.querySelector("ul").replaceChildren(...lines);
  if (faults.length) summary.focus();
}

function check(given, photos) {
  const said = form.querySelector("[data-fault-words]").dataset;
  const chosen = form.elements.kategori.selectedOptions[0]?.dataset ?? {};
  const open = [...lists.querySelectorAll("select")].some((one) => !one.value);
  const hasPoint = given.lat || given.pin_lat;
  const found = [];
  if ("needsPhoto" in chosen && !photos) found.push(["foto", said.photoNeeded]);
  if (!hasPoint && open) found.push(["tempat", Object.keys(given).some((name) => name.startsWith("wilayah_")) ? said.half : said.place]);
  if (!given.kategori) found.push(["jenis", said.category]);
  if ((given.cerita ?? "").trim().length < Number(form.dataset.least)) found.push(["cerita", said.story]);
  return found;
}

async function save(event) {
  event.preventDefault();
  const given = { ...(now.answers.pilih ? { pilih: now.answers.pilih } : {}), ...answers() };
  const mine = await photosOf(owner).catch(() => []);
  const faults = check(given, mine.length + now.there.length);
  showFaults(faults, true);
  if (faults.length) return;
  const title = [form.elements.kategori.selectedOptions[0].text, given.patokan].filter(Boolean).join(", ");
  const size = mine.reduce((sum, photo) => sum + photo.blob.size, 0);
  const value = { id: owner === DRAFT ? newId() : owner, key: now.key, there: now.there, answers: given, title, size, photos: mine.length + now.there.length, words };
  try {
    await enqueue({ ...value, region: form.dataset.region, state: "waiting", at: Date.now() }, owner, owner);
  } catch (error) {
    say(isFull(error) ? words.full : words.noStore);
    return;
  }
  drop();
  clearTimeout(timer);
  confirmed = answered;
  owner = DRAFT;
  const going = added();
  if (navigator.serviceWorker?.controller || navigator.onLine) location.assign("/lapor/ponsel");
  else await going.then(() => start({ id: DRAFT, key: newKey(), answers: {}, there: [] })).then(() => say(words.keptHere));
}

async function discard() {
  await remove(owner).catch(() => undefined);
  drop();
  location.assign("/lapor/ponsel");
}

// Where the answers come from: a report to be mended, the pages of the form that lost their signal, or an earlier visit.
async function found() {
  const wanted = new URLSearchParams(location.search).get("ubah");
  const old = wanted && (await report(wanted));
  if (old && old.state !== "sent") {
    await change(old.id, { state: "refused", faults: old.faults ?? [] });
    owner = old.id;
    return old; // its key and number stay: it was never stored, so nothing can be stored twice
  }
  await remove(DRAFT, Date.now() - LIFETIME);
  const left = carried();
  if (!left) return (await report(DRAFT)) ?? now;
  await move(FLOW, DRAFT);
  const known = new Set((await photosOf(DRAFT)).map((photo) => photo.photo));
  return { id: DRAFT, key: left.key, answers: left.answers, there: (left.photos ?? []).filter((one) => !known.has(one)) };
}

function fill(given) {
  for (const [name, value] of Object.entries(given)) {
    const field = form.elements[name];
    if (field && field.type !== "file") field.value = value;
  }
}

async function start(from) {
  now = { ...from, there: from.there ?? [] };
  form.reset();
  for (const name of POINT) form.elements[name].value = "";
  fill(now.answers);
  listed(areas, now.answers, 0);
  located();
  kind();
  await drawPhotos();
  for (const part of form.querySelectorAll("[data-ready]")) part.hidden = false;
  showFaults(now.faults ?? []);
}

async function begin() {
  areas = await fetch(form.dataset.areas).then((answer) => answer.json()).catch(() => []);
  form.querySelector("[data-no-lists]").hidden = areas.length > 0;
  let from = now;
  try {
    from = await found();
  } catch {
    say(words.noStore);
  }
  await start(from);
  drop();
  await keep();
}

form.addEventListener("input", () => {
  clearTimeout(timer);
  answered += 1;
  timer = setTimeout(keep, PAUSE);
});
// A page that goes has no time for the store; what it was just told is left for the next one in this tab.
addEventListener("pagehide", () => {
  if (answered > confirmed && owner === DRAFT) carry({ key: now.key, photos: now.there, answers: answers() });
});
form.addEventListener("change", kind);
// What was wrong is not said any longer once it is mended.
form.addEventListener("change", () => {
  const left = new Set(check(answers(), box.querySelectorAll(".photo").length + now.there.length).map(([field]) => field));
  for (const line of form.querySelectorAll("[data-faults] li[data-own]")) if (!left.has(line.dataset.own)) line.remove();
  if (!form.querySelector("[data-faults] li")) form.querySelector("[data-faults]").hidden = true;
});
form.addEventListener("submit", save);
form.querySelector("[data-locate]").addEventListener("click", locate);
form.querySelector("[data-discard]").addEventListener("click", discard);
for (const input of box.querySelectorAll("input")) input.addEventListener("change", add);
if (!navigator.geolocation) form.querySelector("[data-locate]").hidden = true;
begin();
