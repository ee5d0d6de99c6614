// Says that there is something new to read. It never changes the page by itself: somebody may be writing.
const { kabar, words, link, typed } = document.querySelector("script[data-kabar]").dataset;
const SECOND = 1000;
const SHORTEST = 30 * SECOND;
const LONGEST = 300 * SECOND;
const asked = `t=${encodeURIComponent(kabar)}`;
let pause = SHORTEST;
let timer;
let stream;
let offered = true;
let over = false;

function isTyped() {
  const fields = [...document.querySelectorAll("main textarea, main input, main select")];
  return fields.some((one) => (one.type === "radio" || one.type === "checkbox" ? one.checked !== one.defaultChecked : one.type !== "hidden" && "defaultValue" in one && one.value !== one.defaultValue));
}

function end() {
  over = true;
  clearTimeout(timer);
  stream?.close();
}

function tell() {
  end();
  const line = document.createElement("p");
  line.className = "notice is-news";
  line.setAttribute("role", "status");
  document.querySelector("main").prepend(line);
  line.innerHTML = `<svg class="icon" aria-hidden="true" focusable="false"><use href="${new URL("./ikon.svg", import.meta.url).pathname}#bell-ring"/></svg>`;
  const again = document.createElement("a");
  const address = new URL(location.href);
  again.href = address.pathname + address.search;
  again.textContent = link;
  const more = document.createElement("small");
  const look = () => {
    more.textContent = isTyped() ? typed : "";
  };
  document.addEventListener("input", look);
  look();
  const text = document.createElement("span");
  text.append(`${words} `, again, more);
  line.append(text);
}

function later() {
  clearTimeout(timer);
  if (over || document.hidden) return;
  timer = setTimeout(ask, pause * (0.8 + 0.4 * Math.random()));
  pause = Math.min(pause * 1.5, LONGEST);
}

// A stream that ends is opened again after the next question; where there is no place, asking now and then does as well.
function listen() {
  let isOpen = false;
  stream = new EventSource(`/kabar/alir?${asked}`);
  stream.addEventListener("open", () => {
    isOpen = true;
  });
  stream.addEventListener("baru", tell);
  stream.addEventListener("error", () => {
    stream?.close();
    stream = null;
    offered = isOpen;
    later();
  });
}

async function ask() {
  const answer = await fetch(`/kabar?${asked}`, { cache: "no-store" }).catch(() => null);
  if (over) return;
  if (answer?.status === 200) tell();
  else if (answer && ![204, 429, 503].includes(answer.status)) end();
  else if (answer?.headers.has("Kabar-Alir") && offered && !stream) listen();
  else later();
}

// A page that nobody looks at asks nothing; one that is looked at again asks at once.
document.addEventListener("visibilitychange", () => {
  if (over) return;
  clearTimeout(timer);
  if (document.hidden) {
    stream?.close();
    stream = null;
    return;
  }
  pause = SHORTEST;
  ask();
});
addEventListener("pageshow", (event) => event.persisted && !over && ask());
addEventListener("pagehide", () => {
  stream?.close();
  stream = null;
});
later();
