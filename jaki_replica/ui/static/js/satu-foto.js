// The one photo of an answer is shown once it is chosen; another one takes its place. Without it the browser names the file.
function shown(file, word, remove) {
  const figure = document.createElement("figure");
  figure.className = "photo";
  const image = document.createElement("img");
  image.alt = "";
  image.src = URL.createObjectURL(file);
  image.addEventListener("error", () => image.remove()); // a kind of picture this browser cannot draw
  const words = document.createElement("figcaption");
  words.textContent = file.name;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button is-icon";
  button.textContent = "×";
  button.setAttribute("aria-label", word);
  button.addEventListener("click", remove);
  figure.append(image, words, button);
  return figure;
}

for (const box of document.querySelectorAll("[data-one-photo]")) {
  const inputs = [...box.querySelectorAll("input[type=file]")];
  const clear = (kept) => {
    box.querySelector(".photo")?.remove();
    for (const input of inputs) if (input !== kept) input.value = "";
  };
  box.classList.add("is-live");
  box.addEventListener("change", ({ target }) => {
    clear(target);
    const [file] = target.files;
    if (!file) return;
    const figure = shown(file, box.dataset.wordRemove, () => {
      clear();
      inputs[0].focus();
    });
    box.prepend(figure);
  });
}
