// The camera of the claim page: a shot goes to the checks at once, with the time and place this device says. Photos are
// sent while the text is being written; what the checks find comes back without touching what was typed.
const MEGABYTE = 1_000_000;
const FRESH = 120_000;
const POLL = 1500;
const POLLS = 8;
const LONGEST_SIDE = 2560;
const form = document.querySelector("form[data-claim]");
let queue = Promise.resolve();
let stream;
let watching;
let position;
let polls = POLLS;
let uploading = 0;

const box = () => form.querySelector("[data-camera]");
const part = (name) => form.querySelector(`[data-camera-${name}]`);
const tell = (name, words) => {
  part(name).textContent = words;
};

function fault(words) {
  tell("fault", words);
  part("fault").hidden = !words;
}

// All that is in the form but its files: they go one by one.
function carried() {
  const body = new FormData(form);
  for (const name of ["photo", "kamera"]) body.delete(name);
  body.set("tahap", "foto");
  return body;
}

// What the page said about the photos when it came is over: the camera's own line says how it stands now.
function settle() {
  const error = form.querySelector("#photo-error");
  error?.closest(".field").classList.remove("has-error");
  error?.remove();
  const line = form.querySelector('.faults a[href="#photo"]')?.closest("li");
  const summary = line?.closest(".faults");
  line?.remove();
  const left = summary?.querySelectorAll("li").length;
  if (left) summary.querySelector("h2").textContent = summary.querySelector("h2").textContent.replace(/\d+/, left);
  else summary?.remove();
}

// The photos and their checks, fresh; a reason that is being written stays.
function replace(page) {
  const [fresh, old] = [page.querySelector("[data-proofs]"), form.querySelector("[data-proofs]")];
  const reason = form.elements.evidence_reason;
  const [written, writing] = [reason?.value ?? "", reason && document.activeElement === reason];
  if (fresh) old.replaceWith(fresh);
  const again = form.elements.evidence_reason;
  if (again && written) again.value = written;
  if (again && writing) again.focus();
  const faulty = page.querySelector("#photo-error");
  settle();
  fault(faulty ? faulty.textContent.trim() : "");
}

async function send(body) {
  const answer = await fetch(form.action, { method: "POST", body, credentials: "same-origin" });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (!page.querySelector("[data-proofs]")) throw new Error(String(answer.status));
  replace(page);
}

async function upload(name, file, said) {
  if (file.size > Number(box().dataset.mostMb) * MEGABYTE) {
    fault(box().dataset.wordLarge);
    return;
  }
  tell("status", box().dataset.wordSending);
  const body = carried();
  body.set(name, file, file.name || "foto.jpg");
  for (const [key, value] of Object.entries(said)) body.set(key, value);
  try {
    await send(body);
    polls = POLLS;
    compare();
  } catch {
    fault(box().dataset.wordFailed);
  }
  tell("status", "");
}

const enqueue = (...what) => {
  uploading += 1;
  queue = queue.then(() => upload(...what)).finally(() => {
    uploading -= 1;
  });
};

function saying(at) {
  const found = { said_at: at.toISOString() };
  if (!position) return found;
  const { latitude, longitude, accuracy } = position.coords;
  return { ...found, said_lat: latitude, said_lon: longitude, said_accuracy: accuracy };
}

// While the worker compares, ask again; it takes a second or two.
function compare() {
  if (!form.querySelector("[data-comparing]") || polls <= 0) return;
  polls -= 1;
  setTimeout(() => {
    queue = queue.then(() => send(carried()).then(compare, () => {}));
  }, POLL);
}

function locate() {
  if (watching !== undefined || !navigator.geolocation) return;
  tell("place", box().dataset.wordPlace);
  watching = navigator.geolocation.watchPosition(
    (found) => {
      position = found;
      tell("place", box().dataset.wordFound.replace("{}", Math.round(found.coords.accuracy)));
    },
    () => {
      position = undefined;
      tell("place", box().dataset.wordNowhere);
    },
    { enableHighAccuracy: true, maximumAge: 10_000, timeout: 20_000 },
  );
}

async function open() {
  fault("");
  try {
    const wanted = { facingMode: { ideal: "environment" }, width: { ideal: LONGEST_SIDE } };
    stream = await navigator.mediaDevices.getUserMedia({ video: wanted, audio: false });
  } catch {
    fault(box().dataset.wordDenied);
    part("own").hidden = false;
    return;
  }
  locate();
  const video = part("view").querySelector("video");
  video.srcObject = stream;
  part("view").hidden = false;
  await video.play();
  part("shoot").focus();
}

function close() {
  for (const track of stream?.getTracks() ?? []) track.stop();
  stream = undefined;
  if (watching !== undefined) navigator.geolocation.clearWatch(watching);
  watching = undefined;
  part("view").hidden = true;
}

function shoot() {
  const video = part("view").querySelector("video");
  const at = new Date();
  const canvas = document.createElement("canvas");
  canvas.width = video.videoWidth;
  canvas.height = video.videoHeight;
  canvas.getContext("2d").drawImage(video, 0, 0);
  canvas.toBlob((blob) => blob && enqueue("kamera", new File([blob], "kamera.jpg", { type: "image/jpeg" }), saying(at)), "image/jpeg", 0.9);
  close();
  part("open").focus();
}

// A device's own camera leaves a file of this moment; an older one was chosen.
function chosen(event) {
  const input = event.target;
  for (const file of [...input.files]) {
    const fresh = input.name === "kamera" && Date.now() - file.lastModified < FRESH;
    enqueue(input.name, file, fresh ? saying(new Date(file.lastModified)) : {});
  }
  input.value = "";
}

function start() {
  box().classList.add("is-live");
  for (const input of box().querySelectorAll("input[type=file]")) input.addEventListener("change", chosen);
  if (navigator.mediaDevices?.getUserMedia && window.isSecureContext) {
    part("own").hidden = true;
    part("open").hidden = false;
    part("open").addEventListener("click", open);
  } else {
    part("own").addEventListener("click", locate);
  }
  part("shoot").addEventListener("click", shoot);
  part("close").addEventListener("click", () => {
    close();
    part("open").focus();
  });
  form.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && stream) close();
  });
  window.addEventListener("pagehide", close);
  compare();
}

// Sending waits for photos that are still on their way.
form.addEventListener("submit", (event) => {
  if (!uploading) return;
  event.preventDefault();
  const button = event.submitter;
  queue.then(() => setTimeout(() => form.requestSubmit(button?.isConnected ? button : undefined)));
});
start();
