// The indicator grid as a spreadsheet over the plain inputs of its form. A cell's own input has the focus, its text selected:
// so typing replaces it, also through an input method. `editing` is the cell whose caret the arrows move.
import { Saver } from "./saving.js";

const form = document.getElementById("draft-part");
const table = form.querySelector("table[role=grid]");
const body = table.tBodies[0];
const blank = document.getElementById("blank-row").content.firstElementChild;
const told = document.getElementById("grid-told");
const COLUMNS = [...blank.querySelectorAll("[data-column]")].map((each) => each.dataset.column);
const MOST = Number(table.dataset.most);
const NOTHING = { concept: "", free: false, units: [], conditions: [], errors: {} };

let rows = [...body.rows].map((tr) => ({ cells: Object.fromEntries(COLUMNS.map((column) => [column, box(tr, column).value])), told: JSON.parse(tr.dataset.told) }));
if (matchMedia("(max-width: 47.99rem)").matches) rows.splice(filledRows().length + 1); // a telephone shows one spare card
let undone = [];
let done = [];
let editing = null;
let before = "";
let home = 0; // the column to which Enter returns after a row was filled by Tab
let fresh = null;

const saver = new Saver(form, table.dataset.save, {
  headers: { "Content-Type": "application/json" },
  body: () => {
    sent = rows.map((row) => ({ row, cells: { ...row.cells } }));
    return JSON.stringify({ revision: form.elements.namedItem("revision").value, rows: rows.map((row) => row.cells), absent: "absent" in table.dataset });
  },
  saved: (answer) => learn(answer.rows),
  copied: () => filledRows().map((row) => COLUMNS.map((column) => row.cells[column]).join("\t")).join("\n"),
});
let sent = [];

function box(tr, column) { return tr.querySelector(`[data-column=${column}]`); }
function at(input) { return [[...body.rows].indexOf(input.closest("tr")), COLUMNS.indexOf(input.dataset.column)]; }
function empty(row) { return COLUMNS.every((column) => !row.cells[column].trim()); }
function filledRows() { return rows.slice(0, rows.findLastIndex((row) => !empty(row)) + 1); }
function newRow() { return { cells: Object.fromEntries(COLUMNS.map((column) => [column, ""])), told: NOTHING }; }
function snapshot() { return rows.map((row) => ({ cells: { ...row.cells }, told: row.told })); }
function say(sentence) { told.textContent = sentence; }
function words(sentence, facts) { return sentence.replace(/\{(\w+)\}/g, (_hole, name) => facts[name] ?? ""); }

// Seen

function paint() {
  while (body.rows.length > rows.length) body.lastElementChild.remove();
  while (body.rows.length < rows.length) body.append(blank.cloneNode(true));
  rows.forEach((_row, place) => paintRow(place));
  rove();
}

function paintRow(place) {
  const tr = body.rows[place];
  const { cells, told: says } = rows[place];
  const head = tr.cells[0];
  head.id = `row-${place}`;
  head.textContent = place + 1;
  for (const column of COLUMNS) {
    const input = box(tr, column);
    const name = `lines.${place}.${column}`;
    input.name = name;
    input.id = `f-${name}`;
    input.setAttribute("aria-labelledby", `column-${column} row-${place}`);
    if (input.value !== cells[column]) show(input, cells[column]);
    paintError(input, `e-${name}`, says.errors[column] ?? "");
    paintChoices(input, `l-${name}`, column === "unit" ? says.units : says.conditions);
  }
  tr.querySelector("[data-match]").textContent = says.concept ? words(table.dataset.comparable, { name: says.concept }) : says.free ? table.dataset.free : "";
  for (const button of tr.querySelectorAll("[data-act]")) button.value = `${button.dataset.act}.${place}`;
}

function show(input, value) {
  if (input.tagName === "SELECT" && ![...input.options].some((option) => option.value === value)) input.add(new Option(value, value));
  input.value = value;
  if (document.activeElement === input && editing !== input && input.select) input.select();
}

function paintError(input, id, sentence) {
  const error = input.closest("td").querySelector(".error");
  error.id = id;
  error.hidden = !sentence;
  if (error.textContent !== sentence) error.textContent = sentence;
  input.closest("td").classList.toggle("wrong", Boolean(sentence));
  if (sentence) { input.setAttribute("aria-invalid", "true"); input.setAttribute("aria-describedby", id); }
  else { input.removeAttribute("aria-invalid"); input.removeAttribute("aria-describedby"); }
}

function paintChoices(input, id, choices) {
  const offered = input.closest("td").querySelector("datalist");
  if (!offered) return;
  offered.id = id;
  input.setAttribute("list", id);
  offered.replaceChildren(...choices.map((choice) => new Option("", choice)));
}

// One stop for Tab from outside: the cell that was used last.
let stop = [0, 0];
function rove() {
  stop = [Math.min(stop[0], rows.length - 1), stop[1]];
  for (const each of body.querySelectorAll("[data-column], .row-acts button")) each.tabIndex = -1;
  cell(...stop).tabIndex = 0;
}

function cell(row, column) { return box(body.rows[row], COLUMNS[column]); }

function go(row, column) {
  stop = [Math.max(0, Math.min(row, rows.length - 1)), Math.max(0, Math.min(column, COLUMNS.length - 1))];
  rove();
  cell(...stop).focus();
}

// Changed

function change(make) {
  done.push(snapshot());
  if (done.length > 200) done.shift();
  undone = [];
  make();
  changed();
}

function changed() {
  paint();
  for (const [act, stack] of [["undo", done], ["redo", undone]]) form.querySelector(`.grid-tools [data-act=${act}]`).disabled = !stack.length;
  saver.touch();
}

function back(from, to, sentence) {
  if (!from.length) return;
  commit();
  to.push(snapshot());
  rows = from.pop();
  changed();
  say(sentence);
  cell(...stop).focus();
}
const undo = () => back(done, undone, table.dataset.undone);
const redo = () => back(undone, done, table.dataset.redone);

function begin(input) {
  if (editing === input) return;
  const [row, column] = at(input);
  editing = input;
  before = rows[row].cells[COLUMNS[column]];
  input.closest("td").classList.add("editing");
}

function commit() {
  if (!editing) return;
  const input = editing;
  editing = null;
  input.closest("td")?.classList.remove("editing");
  if (!input.isConnected || input.value === before) return;
  const [row, column] = at(input);
  const value = input.value;
  rows[row].cells[COLUMNS[column]] = before;
  change(() => { rows[row].cells[COLUMNS[column]] = value; });
}

function cancel() {
  const input = editing;
  const [row, column] = at(input);
  rows[row].cells[COLUMNS[column]] = before;
  editing = null;
  input.closest("td").classList.remove("editing");
  show(input, before);
  input.select?.();
  saver.touch();
}

function add(count) {
  const room = Math.min(count, MOST - rows.length);
  for (let each = 0; each < room; each += 1) rows.push(newRow());
}

const acts = {
  up: (row) => row > 0 && move(row, row - 1),
  down: (row) => row < rows.length - 1 && move(row, row + 1),
  insert: (row) => rows.length < MOST && change(() => { rows.splice(row, 0, newRow()); }),
  delete: (row) => change(() => { rows.splice(row, 1); if (!rows.length) rows.push(newRow()); }),
};

function move(from, to) {
  change(() => { rows.splice(to, 0, ...rows.splice(from, 1)); });
  go(to, stop[1]);
}

// What the server understood: cells that nobody has changed since take its spelling, marks follow their rows.
function learn(answers) {
  sent.forEach(({ row, cells }, place) => {
    const here = rows.indexOf(row);
    if (here < 0) return;
    const answer = answers[place];
    row.told = answer ?? NOTHING;
    for (const column of COLUMNS) {
      if (answer && row.cells[column] === cells[column] && cell(here, COLUMNS.indexOf(column)) !== editing) row.cells[column] = answer.cells[column] ?? "";
    }
    paintRow(here);
  });
}

// Pasted

async function paste(text, row, column) {
  let block;
  try {
    const answer = await fetch(table.dataset.read, {
      method: "POST", body: JSON.stringify({ text, column: COLUMNS[column] }), redirect: "error",
      headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": saver.token() },
    });
    if (!answer.ok) throw new Error(answer.status);
    block = await answer.json();
  } catch {
    block = plainBlock(text, column); // the line is down: the server reads it when it is saved
  }
  const room = Math.max(0, MOST - row);
  change(() => {
    if (row + block.rows.length > rows.length) add(row + block.rows.length - rows.length + 1);
    block.rows.slice(0, room).forEach((taken, place) => put(rows[row + place], taken, block.columns));
  });
  const missing = block.left_out + Math.max(0, block.rows.length - room);
  say(words(table.dataset.pasted, { count: Math.min(block.rows.length, room) }) + (missing ? words(table.dataset.leftOut, { count: missing }) : ""));
  go(row, column);
}

function put(row, taken, columns) {
  for (const column of COLUMNS) {
    const value = taken.cells[column] ?? "";
    if (columns.includes(column) || (value && !row.cells[column])) row.cells[column] = value;
  }
  row.told = taken.told ?? { ...NOTHING, ...taken };
}

function plainBlock(text, column) {
  const columns = COLUMNS.slice(column);
  const split = text.replace(/\r/g, "").replace(/\n+$/, "").split("\n").map((line) => line.split("\t"));
  return { columns, left_out: 0, rows: split.map((cells) => ({ cells: Object.fromEntries(columns.map((each, place) => [each, (cells[place] ?? "").trim()])), told: NOTHING })) };
}

// Keys

function typedKind(input, key) {
  const kinds = { 1: "functional", f: "functional", g: "functional", 2: "performance", p: "performance", x: "performance" };
  const kind = kinds[key.toLowerCase()];
  if (!kind) return false;
  const [row] = at(input);
  change(() => { rows[row].cells.kind = kind; });
  return true;
}

function arrow(key, row, column, edit) {
  const steps = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
  if (!(key in steps) || (edit && steps[key][1])) return false;
  commit();
  home = Math.max(0, Math.min(column + steps[key][1], COLUMNS.length - 1));
  go(row + steps[key][0], column + steps[key][1]);
  return true;
}

function entered(row, backwards) {
  commit();
  if (!backwards && row === rows.length - 1) change(() => add(1));
  go(row + (backwards ? -1 : 1), backwards ? stop[1] : home);
  return true;
}

function tabbed(row, column, backwards) {
  commit();
  const place = row * COLUMNS.length + column + (backwards ? -1 : 1);
  if (place < 0 || place >= rows.length * COLUMNS.length) return false; // out of the grid, never a trap
  go(Math.floor(place / COLUMNS.length), place % COLUMNS.length);
  return true;
}

function edit(input) {
  if (input.tagName === "SELECT") { input.showPicker?.(); return true; }
  begin(input);
  input.setSelectionRange(input.value.length, input.value.length);
  return true;
}

function clear(row, column) {
  if (rows[row].cells[COLUMNS[column]]) change(() => { rows[row].cells[COLUMNS[column]] = ""; });
  return true;
}

function escaped(input) {
  if (editing === input) { cancel(); return true; }
  (form.querySelector(".grid-tools button:not([hidden]):not([disabled])") ?? form.querySelector(".actions button")).focus();
  return true;
}

function commanded(event, input) {
  const key = event.key.toLowerCase();
  if (editing === input && input.value !== before) return false; // the box undoes its own letters
  if (key === "z") { (event.shiftKey ? redo : undo)(); return true; }
  if (key === "y") { redo(); return true; }
  if (key === "home" || key === "end") { commit(); go(key === "home" ? 0 : rows.length - 1, key === "home" ? 0 : COLUMNS.length - 1); return true; }
  return false;
}

function withAlt(key, row) {
  const act = { ArrowUp: "up", ArrowDown: "down", Insert: "insert", Delete: "delete" }[key];
  if (!act) return false;
  commit();
  acts[act](row);
  if (act === "insert" || act === "delete") go(row, stop[1]);
  return true;
}

function pressed(event, input) {
  const [row, column] = at(input);
  const edits = editing === input;
  if (event.altKey) return withAlt(event.key, row);
  if (event.ctrlKey || event.metaKey) return commanded(event, input);
  switch (event.key) {
    case "Enter": return entered(row, event.shiftKey);
    case "Tab": return tabbed(row, column, event.shiftKey);
    case "F2": return edit(input);
    case "Escape": return escaped(input);
    case "Delete": case "Backspace": return !edits && clear(row, column);
    case "Home": case "End": return !edits && (go(row, event.key === "Home" ? 0 : COLUMNS.length - 1), true);
    default: return arrow(event.key, row, column, edits) || (input.tagName === "SELECT" && typedKind(input, event.key));
  }
}

table.addEventListener("keydown", (event) => {
  const input = event.target.closest("[data-column]");
  if (input && !event.isComposing && pressed(event, input)) event.preventDefault();
});
table.addEventListener("input", (event) => {
  const input = event.target.closest("[data-column]");
  if (!input) return;
  begin(input);
  const [row, column] = at(input);
  rows[row].cells[COLUMNS[column]] = input.value;
  saver.touch();
  if (input.tagName === "SELECT") commit();
});
table.addEventListener("chosen", (event) => {
  const [row] = at(event.target);
  begin(event.target);
  rows[row].cells[event.target.dataset.column] = event.target.value;
  commit();
});
table.addEventListener("focusin", (event) => {
  const input = event.target.closest("[data-column]");
  if (!input) return;
  stop = at(input);
  rove();
  fresh = input;
  input.select?.();
});
table.addEventListener("focusout", (event) => { if (event.target === editing) commit(); });
table.addEventListener("mousedown", (event) => { if (event.target.closest("[data-column]") !== document.activeElement) fresh = null; });
table.addEventListener("click", (event) => {
  const button = event.target.closest("[data-act]");
  if (button) {
    event.preventDefault();
    commit();
    acts[button.dataset.act]([...body.rows].indexOf(button.closest("tr")));
    return;
  }
  const input = event.target.closest("[data-column]");
  if (!input || input.tagName === "SELECT") return;
  home = COLUMNS.indexOf(input.dataset.column);
  if (fresh === input) { fresh = null; input.select(); } else begin(input);
});
table.addEventListener("paste", (event) => {
  const input = event.target.closest("[data-column]");
  const text = event.clipboardData.getData("text/plain");
  if (!input || !/[\t\n\r]/.test(text.replace(/[\r\n]+$/, ""))) return;
  event.preventDefault();
  commit();
  paste(text, ...at(input));
});
form.querySelector(".grid-tools").addEventListener("click", (event) => {
  const act = event.target.closest("[data-act]")?.dataset.act;
  if (!act) return;
  event.preventDefault();
  commit();
  if (act === "add") { const first = rows.length; change(() => add(10)); go(first, 0); } else if (act === "undo") undo(); else redo();
});
// Copying from elsewhere is a form of its own: it goes when everything typed here is saved.
for (const other of document.querySelectorAll("form[action$='/indicators/copy']")) {
  other.addEventListener("submit", async (event) => {
    if (!saver.dirty && !saver.running) { saver.leaving = true; return; }
    event.preventDefault();
    if (await saver.flush()) { saver.leaving = true; other.requestSubmit(); }
  });
}

for (const each of form.querySelectorAll(".grid-keys, .grid-tools [hidden]")) each.hidden = false;
paint();
for (const act of ["undo", "redo"]) form.querySelector(`.grid-tools [data-act=${act}]`).disabled = true;
const wanted = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
if (wanted && table.contains(wanted)) wanted.focus();
else if (location.hash === "#f-grid") go(0, 0);
