// Dragging a holder onto a post, or a unit onto another superior, opens the form with that choice made.
// Nothing is changed by the drop itself: the same is done with the fields of the form, by keyboard and without this.
const root = document.querySelector("[data-officials]");
const who = document.querySelector("[data-who]");
let held = null;

function address(unit, chosen) {
  const target = new URL(`/admin/pejabat/jabatan/${encodeURIComponent(unit)}`, location.origin);
  for (const [name, value] of Object.entries(chosen)) target.searchParams.set(name, value);
  return target;
}

function goal(target) {
  const node = target.closest?.("[data-unit]");
  return node && held && node.dataset.unit !== held.unit ? node : null;
}

root?.addEventListener("dragstart", (event) => {
  const person = event.target.closest?.("[data-person]");
  const unit = event.target.closest?.("[data-moves]");
  if (!person && !unit) return;
  held = person ? { person: person.dataset.person } : { unit: unit.dataset.unit };
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", person ? held.person : held.unit);
});

root?.addEventListener("dragover", (event) => {
  const node = goal(event.target);
  for (const one of root.querySelectorAll(".is-target")) if (one !== node) one.classList.remove("is-target");
  if (!node) return;
  event.preventDefault();
  node.classList.add("is-target");
});

root?.addEventListener("drop", (event) => {
  const node = goal(event.target);
  if (!node) return;
  event.preventDefault();
  if (held.person) return location.assign(address(node.dataset.unit, { orang: held.person }));
  const [, rule] = node.dataset.unit.split(":");
  location.assign(address(held.unit, { atasan: rule, pada: node.dataset.unit }));
});

root?.addEventListener("dragend", () => {
  held = null;
  for (const one of root.querySelectorAll(".is-target")) one.classList.remove("is-target");
});

// The fields of a new person are only in the way when somebody from the list is chosen.
function fold() {
  const fields = document.querySelector("[data-new]");
  if (fields) fields.hidden = who.value !== "baru";
}

who?.addEventListener("change", fold);
if (who) fold();
