// The page of what is on this phone: what waits, what was refused and why, and the numbers of what was sent.
import { go } from "./antrean.js";
import { change, remove, reports } from "./gudang.js";
import { listen, tell } from "./kirim.js";

const root = document.querySelector("[data-kept]");
const list = root.querySelector("[data-list]");
const language = document.documentElement.lang;
const clock = new Intl.DateTimeFormat(language, { day: "numeric", month: "long", hour: "2-digit", minute: "2-digit" });
const figure = new Intl.NumberFormat(language, { maximumFractionDigits: 1 });
const MEGABYTE = 1_000_000;
const KINDS = { waiting: "waiting", refused: "refused", sent: "done" };

function weight(bytes) {
  return bytes < MEGABYTE / 10 ? `${figure.format(Math.ceil(bytes / 1000))} KB` : `${figure.format(bytes / MEGABYTE)} MB`;
}

function small(one) {
  const saved = root.dataset.saved.replace("{at}", clock.format(one.at));
  if (one.state === "sent") return root.dataset.sent.replace("{at}", clock.format(one.sent));
  const photos = one.photos ? [root.dataset.photos.replace("{n}", one.photos)] : [];
  return [...photos, ...(one.size ? [weight(one.size)] : []), saved].join(" · ");
}

const FILL = {
  waiting(card, one) {
    const tried = card.querySelector("[data-tried]");
    tried.hidden = !one.tries;
    tried.textContent = root.dataset.tried.replace("{n}", one.tries);
    card.querySelector("[data-change]").hidden = Boolean(one.posted);
    card.querySelector("[data-change] a").search = `?ubah=${one.id}`;
  },
  refused(card, one) {
    const reasons = one.faults.length ? one.faults.map(([, text]) => text) : [root.dataset.held];
    card.querySelector("[data-reasons]").append(...reasons.map((text) => {
      const line = document.createElement("li");
      line.textContent = text;
      return line;
    }));
    card.querySelector("[data-mend]").search = `?ubah=${one.id}`;
  },
  done(card, one) {
    const address = new URL(one.path, location.origin).href;
    card.querySelector("[data-number]").textContent = one.number;
    card.querySelector("[data-follow]").href = card.querySelector("[data-path]").href = one.path;
    card.querySelector("[data-path]").textContent = address;
    const copy = card.querySelector("[data-copy]");
    copy.hidden = !navigator.clipboard;
    copy.addEventListener("click", () => navigator.clipboard.writeText(address).then(() => {
      copy.textContent = copy.dataset.wordCopied;
    }, () => getSelection().selectAllChildren(card.querySelector(".secret"))));
  },
};

function drawn(one) {
  const kind = KINDS[one.state];
  const card = document.importNode(root.querySelector(`template[data-${kind}]`).content.firstElementChild, true);
  card.dataset.report = one.id;
  card.dataset.shown = JSON.stringify([one.state, one.tries, one.faults, one.posted]);
  card.querySelector("[data-what]").textContent = one.title;
  card.querySelector("[data-small]").textContent = small(one);
  FILL[kind](card, one);
  card.querySelector("[data-remove]").addEventListener("click", async () => {
    await remove(one.id);
    tell();
    await draw();
    root.querySelector("h1").focus();
  });
  return card;
}

// A card that says what it said before stays as it is, with what is open in it.
function cards(all) {
  const old = new Map([...list.children].map((card) => [card.dataset.report, card]));
  return all.map((one) => {
    const [card, fresh] = [old.get(one.id), drawn(one)];
    return card?.dataset.shown === fresh.dataset.shown ? card : fresh;
  });
}

function heading(waiting, refused) {
  if (waiting) return root.dataset.titleWaiting.replace("{n}", waiting);
  return refused ? root.dataset.titleRefused.replace("{n}", refused) : root.dataset.title;
}

async function draw() {
  const all = await reports().catch(() => []);
  const count = (state) => all.filter((one) => one.state === state).length;
  const [waiting, refused] = [count("waiting"), count("refused")];
  root.querySelector("h1").textContent = heading(waiting, refused);
  root.querySelector("[data-lead]").hidden = root.querySelector("[data-again]").hidden = !waiting;
  root.querySelector("[data-write]").classList.toggle("is-second", refused > 0); // one strong button: to mend
  root.querySelector("[data-empty]").hidden = all.length > 0;
  const order = ["refused", "waiting", "sent"];
  const next = cards(all.sort((one, other) => order.indexOf(one.state) - order.indexOf(other.state)));
  list.replaceChildren(...next);
  for (const one of all) if (one.state === "sent" && !one.seen) await change(one.id, { seen: true });
}

const again = root.querySelector("[data-again] button");
again.addEventListener("click", async () => {
  again.disabled = true;
  await go({ atOnce: true });
  again.disabled = false;
  await draw();
});
root.querySelector("h1").tabIndex = -1;
listen(draw);
addEventListener("pageshow", draw);
draw();
