// Sharing the number and printing: two buttons that only a script can make work.
const share = document.querySelector("[data-share]");
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
if (print) {
  print.hidden = false;
  print.addEventListener("click", () => window.print());
}
