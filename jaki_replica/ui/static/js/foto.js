// Photos are shown at once and sent one after the other while the person reads on. Without it they go with "Lanjut".
import { FLOW, LIFETIME, newPhoto, photosOf, putPhoto, remove as forget, removePhoto } from "./gudang.js";
import { offer } from "./jaga.js";

const MEGABYTE = 1_000_000;
const RETRIES = 6;
const pictures = new Map();
const form = document.querySelector("[data-draft]");
let pause = 1500;
let timer;
let queue = Promise.resolve();

const box = () => document.querySelector("[data-photos]");

const bad = (page) => page.querySelectorAll(".notice[data-photo]").length;

function tell(words) {
  document.querySelector("[data-photo-status]").textContent = words;
}

function fault(words) {
  const line = document.querySelector("[data-photo-fault]");
  line.textContent = words;
  line.hidden = !words;
}

// Photos are kept on the phone too, until the report is sent, so that they need not be taken again.
async function keepPhoto(source, file) {
  try {
    const photo = await newPhoto(FLOW, source, file);
    await putPhoto(photo);
    return photo;
  } catch {
    return null; // full, or no store at all: then the server's copy is the only one
  }
}

const arrived = (photo, number) => photo && putPhoto({ ...photo, photo: number, begun: true }).catch(() => undefined);

async function forgetPhoto(number) {
  const found = (await photosOf(FLOW).catch(() => [])).find((photo) => photo.photo === number);
  if (found) await removePhoto(found.id).catch(() => undefined);
}

// Until the small copy is ready the file on this phone is shown, or its name where the browser cannot draw it.
function show(image) {
  const own = pictures.get(image.parentNode.dataset.photo);
  let left = RETRIES;
  const address = image.src;
  image.addEventListener("error", () => {
    if (own && image.src !== own) {
      image.src = own;
    } else if (left > 0) {
      left -= 1;
      setTimeout(() => {
        image.src = address;
      }, 2500);
    }
  });
  if (image.complete && !image.naturalWidth) image.src = own ?? `${address}&ulang`;
}

function preview(file) {
  const address = URL.createObjectURL(file);
  const figure = document.createElement("figure");
  figure.className = "photo is-waiting";
  const image = document.createElement("img");
  image.alt = file.name;
  image.src = address;
  const words = document.createElement("figcaption");
  words.textContent = box().dataset.wordSending;
  figure.append(image, words);
  box().querySelector(".addphoto").before(figure);
  return address;
}

async function send(body) {
  const answer = await fetch(form.action, body && { method: "POST", body });
  if (!answer.ok) throw new Error(String(answer.status));
  return new DOMParser().parseFromString(await answer.text(), "text/html");
}

function replace(page) {
  for (const selector of ["[data-photos]", ".faults", ".plainlinks"]) {
    const fresh = page.querySelector(`.question ${selector}`);
    const old = document.querySelector(`.question ${selector}`);
    if (fresh && old) old.replaceWith(fresh);
    else if (fresh && selector === ".faults") document.querySelector(".question h1").after(fresh);
    else if (old && selector === ".faults") old.remove();
  }
  start();
}

// A photo turns out to be damaged only when it is opened, some time after it has arrived.
function later() {
  clearTimeout(timer);
  if (!("wait" in box().dataset)) return;
  timer = setTimeout(() => {
    queue = queue.then(() => send()).then((page) => (bad(page) > bad(document) ? replace(page) : later()), later);
  }, pause *= 1.5);
}

function empty() {
  const body = new FormData(form);
  body.set("ke", "tetap");
  return body;
}

async function upload(name, file) {
  if (file.size > Number(box().dataset.mostMb) * MEGABYTE) {
    fault(box().dataset.wordLarge);
    return;
  }
  const known = new Set([...document.querySelectorAll("[data-photo]")].map((one) => one.dataset.photo));
  const own = preview(file);
  pause = 1500;
  tell(box().dataset.wordSending);
  const kept = await keepPhoto(name, file);
  const body = empty();
  body.set(name, file, file.name);
  try {
    const page = await send(body);
    const added = [...page.querySelectorAll("[data-photo]")].find((one) => !known.has(one.dataset.photo));
    if (added) {
      pictures.set(added.dataset.photo, own);
      arrived(kept, added.dataset.photo);
    } else if (kept) await removePhoto(kept.id);
    fault("");
    replace(page);
  } catch {
    document.querySelector(".photo.is-waiting")?.remove();
    fault(kept ? box().dataset.wordKept : box().dataset.wordFailed);
    if (kept) offer();
  }
  tell("");
}

function chosen(event) {
  const input = event.target;
  for (const file of [...input.files]) queue = queue.then(() => upload(input.name, file));
  input.value = "";
}

function remove(event) {
  event.preventDefault();
  const body = empty();
  body.set("hapus", event.currentTarget.value);
  forgetPhoto(event.currentTarget.value);
  queue = queue.then(() => send(body).then(replace, () => fault(box().dataset.wordFailed)));
}

function start() {
  box().classList.add("is-live");
  for (const input of box().querySelectorAll("input[type=file]")) input.addEventListener("change", chosen);
  for (const button of box().querySelectorAll("button[name=hapus]")) button.addEventListener("click", remove);
  for (const image of box().querySelectorAll("[data-photo] img")) show(image);
  later();
}

// Going on waits for photos that are still on their way.
form?.addEventListener("submit", (event) => {
  if (!document.querySelector(".photo.is-waiting")) return;
  event.preventDefault();
  const button = event.submitter;
  queue.then(() => form.requestSubmit(button?.isConnected ? button : undefined));
});
forget(FLOW, Date.now() - LIFETIME).catch(() => undefined);
start();
