// The map under the pin, drawn from our own outlines. Beside it the same place stands in words.
const SVG = "http://www.w3.org/2000/svg";
const METRES = 111320;
const SIDE = 360;
const STEP = 24;
const PAUSE = 350;
const NEAR = 400;
const CLOSE = 1500;

const element = (name, attributes = {}) => {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
};

// A flat drawing around one point: x to the east, y to the south, both in metres.
class Ground {
  constructor(svg) {
    this.svg = svg;
    this.shapes = new Map();
    this.whole = new Set();
    this.scale = 2;
    this.layer = element("g");
    this.names = element("g");
    svg.append(this.layer, this.names);
  }

  from(lat, lon) {
    this.zero = { lat, lon, slant: Math.cos((lat * Math.PI) / 180) };
    this.centre = { x: 0, y: 0 };
  }

  flat(lat, lon) {
    return { x: (lon - this.zero.lon) * this.zero.slant * METRES, y: (this.zero.lat - lat) * METRES };
  }

  get point() {
    return {
      lat: this.zero.lat - this.centre.y / METRES,
      lon: this.zero.lon + this.centre.x / METRES / this.zero.slant,
    };
  }

  // The chosen area as a whole, or as much of it as shows where exactly the pin stands.
  fit(box, most = Infinity) {
    const [west, south, east, north] = box;
    const wide = Math.max((east - west) * this.zero.slant, north - south) * METRES * 1.3;
    this.scale = Math.max(Math.min(wide, most), NEAR) / SIDE;
  }

  take(drawn, chosen) {
    for (const shape of drawn.shapes ?? []) {
      const [known, fresh] = [this.shapes.get(shape.code), this.outline(shape, drawn)];
      // Neighbours are cut at the edge of a drawing; the longer outline shows more of them.
      if (shape.code === chosen || !known || (!this.whole.has(shape.code) && fresh.path.length > known.path.length)) {
        this.shapes.set(shape.code, fresh);
      }
    }
    this.whole.add(chosen);
    this.choose(chosen);
  }

  outline(shape, { origin, unit }) {
    const at = (x, y) => this.flat(origin[1] + y * unit, origin[0] + x * unit);
    const rings = shape.rings.map((steps) => {
      let [x, y] = [0, 0];
      const points = [];
      for (let place = 0; place < steps.length; place += 2) {
        x += steps[place];
        y += steps[place + 1];
        const spot = at(x, y);
        points.push(`${spot.x.toFixed(1)} ${spot.y.toFixed(1)}`);
      }
      return `M${points.join("L")}Z`;
    });
    return { path: rings.join(""), name: shape.name, at: at(...shape.at) };
  }

  choose(code) {
    this.chosen = code;
    const paths = [];
    const names = [];
    for (const [key, shape] of this.shapes) {
      const attributes = { d: shape.path, class: key === code ? "map-land is-chosen" : "map-land", "vector-effect": "non-scaling-stroke", "fill-rule": "evenodd" };
      paths[key === code ? "push" : "unshift"](element("path", attributes));
      const name = element("text", { class: "map-name" });
      name.textContent = shape.name;
      name.place = shape.at;
      names.push(name);
    }
    this.layer.replaceChildren(...paths);
    this.names.replaceChildren(...names);
    this.draw();
  }

  around(lat, lon, metres) {
    this.circle?.remove();
    if (!metres) return;
    const spot = this.flat(lat, lon);
    this.circle = element("circle", { cx: spot.x, cy: spot.y, r: metres, class: "map-round", "vector-effect": "non-scaling-stroke" });
    this.layer.after(this.circle);
  }

  draw() {
    const { x, y } = this.centre;
    this.svg.setAttribute("viewBox", `${-SIDE / 2} ${-SIDE / 2} ${SIDE} ${SIDE}`);
    const transform = `scale(${1 / this.scale}) translate(${-x} ${-y})`;
    this.layer.setAttribute("transform", transform);
    this.circle?.setAttribute("transform", transform);
    for (const name of this.names.children) {
      const there = { x: (name.place.x - x) / this.scale, y: (name.place.y - y) / this.scale };
      name.setAttribute("x", there.x);
      name.setAttribute("y", there.y);
    }
  }

  move(x, y) {
    this.centre.x += x * this.scale;
    this.centre.y += y * this.scale;
    this.draw();
  }

  zoom(factor) {
    this.scale = Math.min(Math.max(this.scale * factor, 0.25), 200);
    this.draw();
  }
}

const outlines = new Map();

function outline(code) {
  if (!outlines.has(code)) {
    const loaded = fetch(`/wilayah/${code}.json`, { credentials: "same-origin" }).then((answer) => (answer.ok ? answer.json() : {}));
    outlines.set(code, loaded.catch(() => ({})));
  }
  return outlines.get(code);
}

// A place that is only shown, on the page of a complaint.
async function shown(map) {
  const ground = new Ground(map.querySelector(".map-svg"));
  const drawn = await outline(map.dataset.area);
  if (!drawn.shapes) return;
  ground.from(Number(map.dataset.lat), Number(map.dataset.lon));
  ground.fit(drawn.box, CLOSE * 2);
  ground.take(drawn, map.dataset.area);
  map.hidden = false;
}

function choosing(box) {
  const form = document.querySelector("#lapor");
  const frame = box.querySelector("[data-ground]");
  const svg = frame.querySelector(".map-svg");
  const words = box.querySelector("[data-pinmap-words]");
  const lists = document.querySelector("[data-lists]");
  const legend = document.querySelector("[data-word-or]");
  const ground = new Ground(svg);
  let timer;
  let asked = 0;

  const put = (values) => {
    for (const [name, value] of Object.entries(values)) form.elements[name].value = value;
  };

  function open() {
    frame.hidden = false;
    box.querySelector("[data-ground-hint]").hidden = false;
    box.querySelector("[data-locate-first]").hidden = true;
    svg.setAttribute("viewBox", `${-SIDE / 2} ${-SIDE / 2} ${SIDE} ${SIDE}`);
  }

  function clearLists() {
    for (const list of lists.querySelectorAll("select")) list.value = "";
    for (const field of [...lists.querySelectorAll(".field")].slice(1)) field.remove();
  }

  async function paint(code, fit) {
    if (!code) return;
    const drawn = await outline(code);
    if (!drawn.shapes) return;
    const { accuracy } = frame.dataset;
    if (fit) ground.fit(drawn.box, accuracy ? Math.max(CLOSE, accuracy * 8) : Infinity);
    ground.take(drawn, code);
  }

  // The words come from the same page that checks the place when the form is sent.
  async function say(fit = false) {
    asked += 1;
    const mine = asked;
    const { lat, lon, ketelitian, pin_lat, pin_lon } = form.elements;
    const query = pin_lat.value
      ? { lat: pin_lat.value, lon: pin_lon.value }
      : { lat: lat.value, lon: lon.value, ketelitian: ketelitian.value };
    try {
      const answer = await fetch(`/lapor/titik?${new URLSearchParams(query)}`, { credentials: "same-origin" });
      if (!answer.ok || mine !== asked) return;
      document.querySelector("[data-spot-place]").innerHTML = await answer.text();
      if (fit) document.querySelector("[data-spot] .notice, [data-spot] .choices")?.scrollIntoView({ block: "center" });
      const { area } = document.querySelector("[data-spot]").dataset;
      settled(Boolean(area));
      await paint(area, fit);
    } catch {
      // No signal: the place is checked when the form is sent.
    }
    form.dispatchEvent(new Event("input"));
  }

  function pinned() {
    const { lat, lon } = ground.point;
    put({ pin_lat: lat.toFixed(6), pin_lon: lon.toFixed(6) });
    words.textContent = "";
    clearLists();
    clearTimeout(timer);
    timer = setTimeout(say, PAUSE);
  }

  function locate() {
    words.textContent = box.dataset.wordLooking;
    navigator.geolocation.getCurrentPosition(found, lost, { enableHighAccuracy: true, timeout: 15000, maximumAge: 30000 });
  }

  function found({ coords }) {
    words.textContent = "";
    put({ lat: coords.latitude, lon: coords.longitude, ketelitian: Math.max(1, Math.round(coords.accuracy)), pin_lat: "", pin_lon: "" });
    clearLists();
    frame.dataset.accuracy = coords.accuracy;
    start(coords.latitude, coords.longitude);
    ground.around(coords.latitude, coords.longitude, coords.accuracy);
    say(true);
  }

  function lost(error) {
    words.textContent = error.code === 1 ? box.dataset.wordDenied : box.dataset.wordLost;
    document.querySelector("details.disclose")?.setAttribute("open", "");
  }

  function start(lat, lon) {
    open();
    ground.shapes.clear();
    ground.whole.clear();
    ground.from(lat, lon);
    ground.draw();
  }

  // The lists are another way to answer once there is a point, and the only one while there is none.
  function settled(isSettled) {
    if (legend) legend.textContent = isSettled ? legend.dataset.wordOr : legend.dataset.word;
    if (isSettled) document.querySelector(".faults:has([href='#tempat'])")?.remove();
  }

  // A kecamatan brings its kelurahan and changes nothing yet; a kelurahan brings its map in place of the point.
  async function listed(event) {
    const field = event.target.closest(".field");
    while (field.nextElementSibling?.classList.contains("field")) field.nextElementSibling.remove();
    const code = event.target.value;
    if (!code) return;
    const drawn = await outline(code);
    if (event.target.value !== code) return;
    if (drawn.below) {
      field.after(list(field, drawn.below));
      return;
    }
    const { lat, pin_lat } = form.elements;
    words.textContent = lat.value || pin_lat.value ? box.dataset.wordChosen.replace("{area}", drawn.name) : "";
    put({ lat: "", lon: "", ketelitian: "", pin_lat: "", pin_lon: "" });
    asked += 1;
    clearTimeout(timer);
    frame.dataset.accuracy = "";
    ground.around();
    document.querySelector("[data-spot]")?.replaceChildren();
    settled(false);
    document.querySelector(".faults:has([href='#tempat'])")?.remove();
    if (drawn.shapes) {
      start(...drawn.middle);
      paint(code, true);
    }
  }

  function list(field, below) {
    const copy = field.cloneNode(true);
    const select = copy.querySelector("select");
    const label = copy.querySelector("label");
    copy.classList.remove("has-error");
    select.name = select.id = label.htmlFor = below.name;
    label.textContent = below.label;
    select.replaceChildren(...below.options.map(([value, word]) => new Option(word, value)));
    return copy;
  }

  const fingers = new Map();
  svg.addEventListener("pointerdown", (event) => {
    svg.setPointerCapture(event.pointerId);
    fingers.set(event.pointerId, [event.clientX, event.clientY]);
  });
  svg.addEventListener("pointermove", (event) => {
    const before = fingers.get(event.pointerId);
    if (!before) return;
    const size = svg.getBoundingClientRect();
    const ratio = SIDE / Math.max(size.width, size.height);
    const now = [event.clientX, event.clientY];
    if (fingers.size === 1) {
      ground.move((before[0] - now[0]) * ratio, (before[1] - now[1]) * ratio);
    } else {
      const other = [...fingers].find(([id]) => id !== event.pointerId)[1];
      const apart = (a, b) => Math.hypot(a[0] - b[0], a[1] - b[1]) || 1;
      ground.zoom(apart(before, other) / apart(now, other));
    }
    fingers.set(event.pointerId, now);
  });
  const lift = (event) => {
    if (fingers.delete(event.pointerId) && fingers.size === 0) pinned();
  };
  svg.addEventListener("pointerup", lift);
  svg.addEventListener("pointercancel", lift);
  svg.addEventListener("wheel", (event) => {
    event.preventDefault();
    ground.zoom(event.deltaY > 0 ? 1.2 : 1 / 1.2);
  }, { passive: false });
  svg.addEventListener("keydown", (event) => {
    const ways = { ArrowUp: [0, -STEP], ArrowDown: [0, STEP], ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0] };
    if (event.key === "+" || event.key === "-") ground.zoom(event.key === "+" ? 1 / 1.4 : 1.4);
    else if (ways[event.key]) {
      ground.move(...ways[event.key]);
      pinned();
    } else return;
    event.preventDefault();
  });
  for (const button of box.querySelectorAll("[data-zoom]")) {
    button.addEventListener("click", () => ground.zoom(button.dataset.zoom === "in" ? 1 / 1.6 : 1.6));
  }
  for (const button of box.querySelectorAll("[data-locate]")) button.addEventListener("click", locate);
  lists.addEventListener("change", listed);
  box.hidden = false;
  if (!navigator.geolocation) for (const button of box.querySelectorAll("[data-locate]")) button.hidden = true;
  if (box.dataset.lat) {
    const { lat, lon, ketelitian } = form.elements;
    frame.dataset.accuracy = ketelitian.value || 1;
    start(Number(box.dataset.lat), Number(box.dataset.lon));
    if (lat.value) ground.around(Number(lat.value), Number(lon.value), Number(ketelitian.value));
    paint(box.dataset.area, true);
  } else if (box.dataset.area) {
    outline(box.dataset.area).then((drawn) => {
      if (!drawn.shapes) return;
      start(...drawn.middle);
      paint(box.dataset.area, true);
    });
  }
}

for (const map of document.querySelectorAll("[data-shown-map]")) shown(map);
for (const box of document.querySelectorAll("[data-pinmap]")) choosing(box);
