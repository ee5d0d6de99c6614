// Sharing the number, copying the link and printing: buttons that only a script can make work.
import { FLOW, remove } from "./gudang.js";
import { drop } from "./jaga.js";

// The report has arrived: what the phone kept of it for want of a signal goes.
drop();
remove(FLOW).catch(() => undefined);

const share = document.querySelector("[data-share]");
const copy = document.querySelector("[data-copy]");
const print = document.querySelector("[data-print]");

if (share && (navigator.share || navigator.clipboard)) {
  share.hidden = false;
  share.addEventListener("click", async () => {
    const { title, text, url } = share.dataset;
    try {
      if (navigator.share) await navigator.share({ title, text, url });
      else await navigator.clipboard.writeText(`${text} ${url}`);
    } catch {
      // The person closed the list of apps; nothing to say.
    }
  });
}
if (copy && navigator.clipboard) {
  copy.hidden = false;
  copy.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(copy.dataset.copy);
      copy.textContent = document.querySelector("[data-copied]").textContent = copy.dataset.wordCopied;
    } catch {
      getSelection().selectAllChildren(document.querySelector(".secret")); // not allowed: ready to be copied by hand
    }
  });
}
if (print) {
  print.hidden = false;
  print.addEventListener("click", () => window.print());
}
