// Suggestions below a box while somebody types: data-typeahead="/lookup/standards" on the box, or on what stands round it.
// data-fills names a field that takes the title; data-last-word looks up and replaces only what follows the last comma.
const PAUSE = 150;
const list = document.createElement("ul");
list.id = "suggestions";
list.className = "suggestions";
list.setAttribute("role", "listbox");
list.hidden = true;
document.body.append(list);

let box = null;
let found = [];
let active = -1;
let waiting = 0;
let asked = 0;

function settings(input) { return input.closest("[data-typeahead]"); }

function part(input) {
  const whole = input.value;
  const start = settings(input).dataset.lastWord ? Math.max(...["，", "、", "；", ",", ";"].map((sign) => whole.lastIndexOf(sign))) + 1 : 0;
  return [whole.slice(0, start), whole.slice(start).trim()];
}

function texts(row) {
  if (row.number) return [row.number, `${row.title} · ${row.state_words ?? ""}`];
  return [row.spelling ?? row.name, [row.spelling && row.spelling !== row.name ? row.name : "", ...(row.path ?? []), ...(row.units ?? []).slice(0, 3)].filter(Boolean).join(" · ")];
}

async function ask(input) {
  const [, typed] = part(input);
  if (!typed || input.readOnly) { close(); return; }
  const number = ++asked;
  const query = new URLSearchParams({ q: typed });
  const category = input.closest("[data-category]")?.dataset.category;
  if (category) query.set("category", category);
  try {
    const answer = await fetch(`${settings(input).dataset.typeahead}?${query}`, { headers: { Accept: "application/json" } });
    if (!answer.ok || number !== asked || document.activeElement !== input) return;
    found = (await answer.json()).found;
  } catch {
    found = [];
  }
  show(input);
}

function show(input) {
  box = input;
  active = -1;
  list.replaceChildren(...found.map((row, place) => {
    const option = document.createElement("li");
    option.id = `suggestion-${place}`;
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    const [first, second] = texts(row);
    const strong = document.createElement("strong");
    strong.textContent = first;
    const more = document.createElement("span");
    more.className = "second";
    more.textContent = second;
    option.append(strong, more);
    return option;
  }));
  if (!found.length) { close(); return; }
  const at = input.getBoundingClientRect();
  list.hidden = false;
  list.style.left = `${Math.min(at.left, Math.max(0, innerWidth - list.offsetWidth))}px`;
  const below = innerHeight - at.bottom;
  list.style.top = below < list.offsetHeight && at.top > list.offsetHeight ? `${at.top - list.offsetHeight}px` : `${at.bottom}px`;
  input.setAttribute("aria-expanded", "true");
}

function close() {
  asked += 1;
  clearTimeout(waiting);
  list.hidden = true;
  active = -1;
  box?.setAttribute("aria-expanded", "false");
  box?.removeAttribute("aria-activedescendant");
  box = null;
}

function point(place) {
  active = (place + found.length) % found.length;
  for (const [each, option] of [...list.children].entries()) option.setAttribute("aria-selected", String(each === active));
  list.children[active].scrollIntoView({ block: "nearest" });
  box.setAttribute("aria-activedescendant", `suggestion-${active}`);
}

function choose(place) {
  const row = found[place];
  const input = box;
  const [before] = part(input);
  input.value = before + texts(row)[0];
  const fills = settings(input).dataset.fills;
  if (fills && row.title) {
    const other = input.form.elements.namedItem(fills);
    other.value = row.title;
  }
  close();
  input.dispatchEvent(new CustomEvent("chosen", { bubbles: true, detail: row }));
  input.dispatchEvent(new Event("change", { bubbles: true }));
}

function prepare(input) {
  if (input.dataset.ready) return;
  input.dataset.ready = "yes";
  for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-controls", list.id], ["aria-expanded", "false"]]) input.setAttribute(name, value);
}

const boxes = (target) => (target instanceof HTMLInputElement && target.type !== "hidden" && settings(target) ? target : null);
document.addEventListener("focusin", (event) => { const input = boxes(event.target); if (input) prepare(input); });
document.addEventListener("input", (event) => {
  const input = boxes(event.target);
  if (!input) return;
  clearTimeout(waiting);
  waiting = setTimeout(() => ask(input), PAUSE);
});
document.addEventListener("focusout", (event) => { if (event.target === box) close(); });
addEventListener("scroll", (event) => { if (box && event.target !== list) close(); }, true);
list.addEventListener("mousedown", (event) => event.preventDefault());
list.addEventListener("click", (event) => { const option = event.target.closest("li"); if (option && box) choose([...list.children].indexOf(option)); });
// Before anybody else hears the key: while suggestions are open, arrows and Enter belong to them.
document.addEventListener("keydown", (event) => {
  if (!box || list.hidden || event.target !== box || event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return;
  const used = () => { event.preventDefault(); event.stopImmediatePropagation(); };
  if (event.key === "ArrowDown") { used(); point(active + 1); }
  else if (event.key === "ArrowUp") { used(); point(active - 1 < 0 ? found.length - 1 : active - 1); }
  else if (event.key === "Enter" && active >= 0) { used(); choose(active); }
  else if (event.key === "Escape") { used(); close(); }
}, true);
