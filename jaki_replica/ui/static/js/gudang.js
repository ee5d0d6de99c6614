// What this browser keeps of reports, for this region's address alone: answers, and photos as files.
const NAME = "lapor";
const REPORTS = "laporan";
const PHOTOS = "foto";
export const FLOW = "alur"; // photos of the form that is being filled in, page by page
export const DRAFT = "draf"; // the report that is being written without a signal
export const LIFETIME = 24 * 3600 * 1000;

let opening;

function open() {
  opening = opening ?? new Promise((resolve, reject) => {
    const asked = indexedDB.open(NAME, 1);
    asked.addEventListener("upgradeneeded", () => {
      asked.result.createObjectStore(REPORTS, { keyPath: "id" });
      asked.result.createObjectStore(PHOTOS, { keyPath: "id" }).createIndex("of", "of");
    });
    asked.addEventListener("success", () => resolve(asked.result));
    asked.addEventListener("error", () => reject(asked.error));
  }).catch((error) => {
    opening = undefined;
    throw error;
  });
  return opening;
}

// One transaction over both stores: all of `deed` or nothing. What it hands to `tell` is the result.
async function within(mode, deed) {
  const database = await open();
  return new Promise((resolve, reject) => {
    const transaction = database.transaction([REPORTS, PHOTOS], mode);
    let found;
    transaction.addEventListener("complete", () => resolve(found));
    transaction.addEventListener("abort", () => reject(transaction.error ?? new Error("abort")));
    deed(transaction.objectStore(REPORTS), transaction.objectStore(PHOTOS), (value) => {
      found = value;
    });
  });
}

const each = (request, deed) => request.addEventListener("success", () => deed(request.result));

export const random = (bytes) => crypto.getRandomValues(new Uint8Array(bytes));

export function newId() {
  const hex = [...random(16)].map((one) => one.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/, "$1-$2-4$3-8$4-$5");
}

export function newKey() {
  return btoa(String.fromCharCode(...random(32))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=/g, "");
}

export const reports = async () => {
  const all = await within("readonly", (store, _photos, tell) => each(store.getAll(), tell));
  return all.filter((one) => one.id !== DRAFT).sort((one, other) => one.at - other.at);
};

export const report = (id) => within("readonly", (store, _photos, tell) => each(store.get(id), tell));

export const put = (value) => within("readwrite", (store) => store.put(value));

// Changes a report that is still there; one that was deleted meanwhile stays deleted.
export const change = (id, values) =>
  within("readwrite", (store) => each(store.get(id), (found) => found && store.put({ ...found, ...values })));

export async function photosOf(owner) {
  const all = await within("readonly", (_store, photos, tell) => each(photos.index("of").getAll(owner), tell));
  return all.sort((one, other) => one.at - other.at);
}

export const putPhoto = (photo) => within("readwrite", (_store, photos) => photos.put(photo));

export const removePhoto = (id) => within("readwrite", (_store, photos) => photos.delete(id));

function eachPhoto(photos, owner, deed) {
  each(photos.index("of").openCursor(owner), function next(cursor) {
    if (!cursor) return;
    deed(cursor);
    cursor.continue();
  });
}

// The file is read at once: a picture in a gallery may be gone or changed by the time it is sent.
export async function newPhoto(of, source, file) {
  const blob = new Blob([await file.arrayBuffer()], { type: file.type });
  return { id: newId(), of, source, name: file.name || "foto.jpg", at: Date.now(), blob };
}

// A report takes its place in the line, with the photos of `from`; what it replaces goes. All of it or nothing.
export const enqueue = (value, from, instead) =>
  within("readwrite", (store, photos) => {
    store.put(value);
    if (instead && instead !== value.id) store.delete(instead);
    eachPhoto(photos, from, (cursor) => cursor.update({ ...cursor.value, of: value.id }));
  });

// Photos change hands from one owner to another.
export const move = (from, to) =>
  within("readwrite", (_store, photos) => eachPhoto(photos, from, (cursor) => cursor.update({ ...cursor.value, of: to })));

// A report that was sent is its number and its link; what was written and photographed is gone from here.
export const settle = (value) =>
  within("readwrite", (store, photos) => {
    store.put(value);
    eachPhoto(photos, value.id, (cursor) => cursor.delete());
  });

export const remove = (id, before = Infinity) =>
  within("readwrite", (store, photos) => {
    each(store.get(id), (found) => {
      if (!found || found.at < before) store.delete(id);
    });
    eachPhoto(photos, id, (cursor) => cursor.value.at < before && cursor.delete());
  });
