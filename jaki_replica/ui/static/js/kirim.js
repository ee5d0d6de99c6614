// Sends what waits on this phone, one report after the other, from a page or without one. Its key makes one complaint
// of each, also where the answer was lost on the way back.
import { change, photosOf, putPhoto, report, reports, settle } from "./gudang.js";

const ADDRESS = "/lapor/kiriman";
const LINE = "laporan";
const PAUSES = [5, 15, 45, 120, 300, 900].map((seconds) => seconds * 1000);
const SHORT = 60_000;
const LONG = 600_000;

// What will not become better by itself: the person is told, and corrects it.
class Refused extends Error {
  constructor(faults) {
    super("refused");
    this.faults = faults;
  }
}

class Later extends Error {
  constructor(seconds) {
    super("later");
    this.pause = seconds * 1000;
  }
}

// The server cannot read what was sent: its token is old, its key or number is none.
class Unread extends Error {}

async function read(answer, words) {
  const isOurs = answer.headers.get("Content-Type")?.startsWith("application/json");
  if (answer.status === 413) throw new Refused([["foto", words.large]]);
  if (answer.status === 400) throw new Unread();
  if (!isOurs) throw new Later(Number(answer.headers.get("Retry-After")) || 0); // also the page of a hotel's network
  const said = await answer.json();
  if (said.faults) throw new Refused(said.faults);
  if (!answer.ok) throw new Later(0);
  return said;
}

async function ask(waiting, token, step, more = [], patience = SHORT) {
  const body = new FormData();
  const about = { csrf_token: token, id: waiting.id, kunci: waiting.key, daerah: waiting.region, tahap: step };
  for (const [name, ...value] of [...Object.entries(about), ...more]) body.append(name, ...value);
  const signal = AbortSignal.timeout?.(patience);
  return read(await fetch(ADDRESS, { method: "POST", body, redirect: "error", signal }), waiting.words);
}

const ids = (photos) => photos.map((photo) => ["foto_id", photo]);

// A photo whose answer was lost is there under a number that this phone never heard.
async function matched(photos, there) {
  const heard = new Set(photos.map((photo) => photo.photo));
  const unheard = there.filter((one) => !heard.has(one));
  for (const photo of photos) {
    if (photo.photo && !there.includes(photo.photo)) photo.photo = undefined;
    else if (!photo.photo && photo.begun && unheard.length) photo.photo = unheard.shift();
  }
}

// What is wrong, if the server refuses; anything else that goes wrong goes on upwards.
async function faultsOf(asking) {
  try {
    await asking();
    return [];
  } catch (error) {
    if (error instanceof Refused) return error.faults;
    throw error;
  }
}

async function upload(waiting, token, photos) {
  const arrived = () => [...(waiting.there ?? []), ...photos.map((photo) => photo.photo).filter(Boolean)];
  const answers = Object.entries(waiting.answers);
  const faults = [];
  for (const photo of photos) {
    if (photo.photo) continue;
    await putPhoto({ ...photo, begun: true });
    const more = [...ids(arrived()), [photo.source, photo.blob, photo.name]];
    const refused = await faultsOf(async () => {
      const said = await ask(waiting, token, "foto", more, LONG);
      photo.photo = said.photos[said.photos.length - 1];
      await putPhoto({ ...photo, begun: true });
    });
    faults.push(...refused);
  }
  if (faults.length) { // the person is told everything at once: each time needs a signal
    const rest = await faultsOf(() => ask(waiting, token, "periksa", [...answers, ...ids(arrived())]));
    throw new Refused([...faults, ...rest.filter(([field]) => field !== "foto")]);
  }
  await change(waiting.id, { posted: true });
  if (!(await report(waiting.id))) return null; // deleted meanwhile
  return ask(waiting, token, "kirim", [...answers, ...ids(arrived())]);
}

async function delivered(waiting) {
  const signal = AbortSignal.timeout?.(SHORT);
  const ticket = await read(await fetch(ADDRESS, { cache: "no-store", redirect: "error", signal }), waiting.words);
  if (ticket.region !== waiting.region) throw new Refused([["", waiting.words.elsewhere]]);
  const there = await ask(waiting, ticket.token, "tanya");
  if (there.number) return there;
  const photos = await photosOf(waiting.id);
  await matched(photos, there.photos.filter((one) => !waiting.there?.includes(one)));
  return upload(waiting, ticket.token, photos);
}

// Each time with a fresh token: what is still not read then will not be read later either.
async function deliver(waiting) {
  try {
    return await delivered(waiting);
  } catch (error) {
    if (!(error instanceof Unread)) throw error;
  }
  const still = await report(waiting.id);
  if (!still) return null; // deleted meanwhile
  return delivered(still).catch((error) => {
    throw error instanceof Unread && still.words.unread ? new Refused([["", still.words.unread]]) : error;
  });
}

async function attempt(waiting) {
  try {
    const said = await deliver(waiting);
    if (!said) return;
    const { id, title, words, at } = waiting;
    await settle({ id, title, words, at, state: "sent", number: said.number, path: said.path, sent: Date.now() });
  } catch (error) {
    if (error instanceof Refused) {
      await change(waiting.id, { state: "refused", faults: error.faults });
      return;
    }
    const tries = (waiting.tries ?? 0) + 1;
    const usual = PAUSES[Math.min(tries, PAUSES.length) - 1] * (0.8 + 0.4 * Math.random());
    await change(waiting.id, { tries, next: Date.now() + Math.max(usual, error.pause ?? 0) });
  }
}

export const isWaiting = (one) => one.state === "waiting";

async function round(atOnce) {
  for (const waiting of (await reports()).filter(isWaiting)) {
    if (!atOnce && waiting.next > Date.now()) continue;
    await attempt((await report(waiting.id)) ?? waiting);
    tell();
  }
}

export function tell() {
  if (!globalThis.BroadcastChannel) return; // an old browser: other pages look again when they are looked at
  const channel = new BroadcastChannel(LINE);
  channel.postMessage("");
  channel.close();
}

// Calls `deed` when another page, or this one, has changed what is kept.
export function listen(deed) {
  if (globalThis.BroadcastChannel) new BroadcastChannel(LINE).addEventListener("message", deed);
}

// Only one page at a time sends; the others leave it to that one. Where a browser has no locks, the key is enough.
export async function sendAll({ atOnce = false } = {}) {
  if (!navigator.locks) return round(atOnce);
  return navigator.locks.request(LINE, { ifAvailable: true }, (lock) => (lock ? round(atOnce) : undefined));
}

