// What a script adds to every page; without it each of these still works as a link or a plain page load.
const YEAR = 365 * 24 * 3600;
const THEMES = { terang: "light", gelap: "dark" };

function wear(choice) {
  const secure = location.protocol === "https:" ? "; Secure" : "";
  document.cookie = `tampilan=${choice}; Path=/; Max-Age=${YEAR}; SameSite=Lax${secure}`;
  const root = document.documentElement;
  if (THEMES[choice]) root.dataset.theme = THEMES[choice];
  else delete root.dataset.theme;
  for (const link of document.querySelectorAll("[data-appearance]")) {
    if (link.dataset.appearance === choice) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
}

addEventListener("click", (event) => {
  const link = event.target.closest?.("[data-appearance]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  event.preventDefault();
  wear(link.dataset.appearance);
});

// The error summary takes the focus, so that a screen reader starts with what is wrong.
document.querySelector("[data-focus]")?.focus();

// News is told once: it is gone when the page is loaded again, and from an address that is kept.
const address = new URL(location.href);
if (address.searchParams.has("kabar")) {
  address.searchParams.delete("kabar");
  history.replaceState(history.state, "", address);
}

// On a phone the rail of a desk is a row that scrolls: the place where we are is brought into sight, and nothing else moves.
const row = document.querySelector(".rail ul");
const here = row?.querySelector("[aria-current]");
if (here) row.scrollLeft = here.offsetLeft - (row.clientWidth - here.offsetWidth) / 2;

// Reports that wait on this phone for a signal are sent from any page.
try {
  if (localStorage.getItem("antrean")) import("./antrean.js");
} catch {
  // A browser that keeps nothing has nothing waiting.
}
