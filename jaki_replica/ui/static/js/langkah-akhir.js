// The last step of the form: sent at once where there is a signal, kept on the phone where there is none.
import { FLOW, enqueue, newId, photosOf, removePhoto } from "./gudang.js";
import { drop, given, isFull, say, words } from "./jaga.js";

const PATIENCE = 45_000;
const LIST = "/lapor/ponsel";
const RECEIPT = "/lapor/terkirim";
const form = document.querySelector("form[data-so-far]");
// What sends later is fetched after the page is there, while there still is a signal.
const line = new Promise((resolve) => addEventListener("load", resolve)).then(() => import("./antrean.js"));

// The last step without an answer: whether it arrived is not known, and its key makes one complaint in any case.
async function queue() {
  const { key, photos, answers } = given();
  const mine = await photosOf(FLOW);
  const numbers = new Set(photos);
  for (const photo of mine) if (photo.photo && !numbers.has(photo.photo)) await removePhoto(photo.id);
  const kept = await photosOf(FLOW);
  const known = new Set(kept.map((photo) => photo.photo));
  const there = photos.filter((one) => !known.has(one));
  const size = kept.reduce((sum, photo) => sum + photo.blob.size, 0);
  const value = { id: newId(), key, there, answers, title: form.dataset.title, size, photos: kept.length + there.length, words };
  await enqueue({ ...value, region: form.dataset.region, state: "waiting", at: Date.now(), posted: navigator.onLine }, FLOW);
  drop();
  const { added } = await line;
  const going = added();
  if (navigator.serviceWorker?.controller) location.assign(LIST);
  else await going.then(() => say(words.keptHere));
}

async function send() {
  const signal = AbortSignal.timeout?.(PATIENCE);
  const answer = await fetch(form.action, { method: "POST", body: new FormData(form), signal });
  if (answer.redirected && new URL(answer.url).pathname === RECEIPT) location.assign(answer.url);
  else form.submit(); // whatever it was, the page of the server says it, at the place that it leads to
}

async function last(event) {
  if (event.submitter?.name) return; // going elsewhere, or taking out a photo
  event.preventDefault();
  const button = form.querySelector(".actionbar .button");
  button.disabled = true;
  try {
    await send();
  } catch {
    await queue().catch((error) => say(isFull(error) ? words.full : words.noStore));
  }
  button.disabled = false;
}

form.addEventListener("submit", last);
