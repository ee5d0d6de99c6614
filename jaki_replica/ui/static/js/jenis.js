// Shows the list under a tile at once, and finds kinds while they are typed. Without it both take one page more.
const PAUSE = 250;
const found = document.querySelector("[data-found]");
const search = document.querySelector("#cari");
let timer;
let asked = 0;

function unfold() {
  const chosen = document.querySelector("input[name=kelompok]:checked")?.value;
  for (const tile of document.querySelectorAll(".tile")) tile.classList.toggle("is-chosen", tile.querySelector("input").checked);
  for (const list of document.querySelectorAll("[data-under]")) {
    const wanted = list.dataset.under === chosen;
    if (wanted && list.hidden) list.scrollIntoView({ block: "nearest" });
    list.hidden = !wanted;
    if (!wanted) for (const input of list.querySelectorAll("input")) input.checked = false;
  }
}

async function look() {
  asked += 1;
  const mine = asked;
  const address = `${location.pathname}?bagian=1&cari=${encodeURIComponent(search.value)}`;
  try {
    const answer = await fetch(address, { credentials: "same-origin" });
    if (answer.ok && mine === asked) found.innerHTML = await answer.text();
  } catch {
    // No signal: the button beside the field says so when it is pressed.
  }
}

document.querySelector("[data-tiles]")?.addEventListener("change", () => {
  found.replaceChildren();
  unfold();
  const list = document.querySelector("[data-under]:not([hidden])");
  list?.scrollIntoView({ block: "nearest" });
});
search?.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(look, PAUSE);
});
