// Reports that wait on this phone: a bar over the page says how many, and they are sent when there is a signal.
import { reports } from "./gudang.js";
import { isWaiting, listen, sendAll, tell } from "./kirim.js";

const SOONEST = 5_000;
const FLAG = "antrean";
const PAGE = "/lapor/ponsel";
let timer;

function said(all) {
  const kinds = [
    [all.filter(isWaiting), "waiting", "wifi-off"],
    [all.filter((one) => one.state === "refused"), "refused", "circle-alert"],
    [all.filter((one) => one.state === "sent" && !one.seen), "sent", "circle-check"],
  ];
  return kinds.find(([some]) => some.length);
}

function draw(all) {
  const masthead = document.querySelector("body > .masthead");
  const found = location.pathname !== PAGE && said(all);
  let bar = document.querySelector("[data-waiting-bar]");
  if (!found || !masthead) {
    bar?.remove();
    return;
  }
  const [some, kind, picture] = found;
  const { words } = some[0];
  if (!bar) {
    bar = document.createElement("p");
    bar.className = "offline no-print";
    bar.dataset.waitingBar = "";
    bar.setAttribute("role", "status");
    bar.innerHTML = '<svg class="icon" aria-hidden="true" focusable="false"><use/></svg><span></span><a></a>';
    masthead.before(bar);
  }
  bar.querySelector("use").setAttribute("href", `${new URL("./ikon.svg", import.meta.url).pathname}#${picture}`);
  const text = words[kind].replace("{n}", some.length);
  const line = bar.querySelector("span");
  if (line.textContent !== text) line.textContent = text;
  const link = bar.querySelector("a");
  link.href = PAGE;
  link.textContent = words[`${kind}Link`];
}

// The flag lets a page know without opening the store whether there is anything to do.
function mark(all) {
  try {
    if (all.length) localStorage.setItem(FLAG, all.length);
    else localStorage.removeItem(FLAG);
  } catch {
    // The browser keeps nothing for this address: then there is nothing in the store either.
  }
}

async function look() {
  const all = await reports();
  mark(all);
  draw(all);
  const way = document.querySelector("[data-kept-way]");
  if (way) way.hidden = !all.length;
  clearTimeout(timer);
  const next = Math.min(...all.filter(isWaiting).map((one) => one.next ?? 0));
  if (next < Infinity && !document.hidden) timer = setTimeout(go, Math.max(SOONEST, next - Date.now()));
}

export async function go({ atOnce = false } = {}) {
  try {
    if (navigator.onLine) await sendAll({ atOnce });
    await look();
  } catch {
    // A browser without a store keeps nothing, so nothing waits.
  }
}

// A report was put into the line: it is sent now, or by the browser itself once there is a signal.
export async function added() {
  tell();
  await look();
  navigator.storage?.persist?.().catch(() => undefined); // a browser short of space should not clear this away
  const worker = await navigator.serviceWorker?.getRegistration("/lapor").catch(() => undefined);
  await worker?.sync?.register("laporan").catch(() => undefined);
  return go({ atOnce: true });
}

listen(look);
addEventListener("online", () => go({ atOnce: true }));
document.addEventListener("visibilitychange", () => document.hidden || go());
go();
