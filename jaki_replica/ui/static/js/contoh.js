// A form whose examples are counted again while it is filled in; without it a button does the same.
const form = document.querySelector("form[data-live]");
const shown = document.getElementById(form.dataset.liveShows);
const WAIT = 400;
let asked = 0;
let waiting;

async function count() {
  const mine = ++asked;
  const answer = await fetch(form.dataset.live, { method: "POST", body: new URLSearchParams(new FormData(form)) }).catch(() => null);
  if (answer?.ok && mine === asked) shown.innerHTML = await answer.text();
}

form.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(count, WAIT);
});
