// The inspector's sheet without a network: every answer and photograph is kept on the device first (IndexedDB) and sent when it can be.
// Each has a key made here, so that what is sent twice is kept once. Nothing is shown as delivered before the registry said so.
const AGAIN = 10000;
const PAUSE = 500;
const form = document.getElementById("inspection");
const shown = document.getElementById("unsent");
const { inspection, account } = form.dataset;
const mine = (each) => each.inspection === inspection && each.account === account;
const memory = new Map(); // where the browser keeps nothing, the page itself does
let sending = null; // the promise of what is on its way
let retry = 0;
let signedOut = false;

const database = new Promise((done) => {
  try {
    const asked = indexedDB.open("inspections", 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore("unsent", { keyPath: "device_key" });
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => done(null);
  } catch {
    done(null);
  }
});

async function kept(act, mode = "readonly") {
  const opened = await database;
  return new Promise((done, failed) => {
    const asked = act(opened.transaction("unsent", mode).objectStore("unsent"));
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => failed(asked.error);
  });
}

async function onDevice() {
  const all = (await database) ? await kept((store) => store.getAll()) : [...memory.values()];
  return all.filter(mine).sort((one, other) => one.at.localeCompare(other.at));
}
async function unsent() { return (await onDevice()).filter((each) => !each.delivered); }
// What has arrived stays until the page that is kept for a time without network holds it too (inspect_kept.js).
async function forgetDelivered(before) {
  for (const each of await onDevice()) if (each.delivered && each.delivered <= before) await forget(each.device_key);
}
async function keep(each) {
  if (await database) await kept((store) => store.put(each), "readwrite");
  else memory.set(each.device_key, each);
}
async function forget(key) {
  if (await database) await kept((store) => store.delete(key), "readwrite");
  else memory.delete(key);
}

function newKey() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function say(state, count = 0) {
  shown.dataset.state = state;
  const words = (form.dataset[state] ?? "").replace("{count}", count);
  if (shown.textContent !== words) shown.textContent = words;
}

function fault(item, sentence, photo = false) {
  const place = document.getElementById(`${photo ? "p" : "e"}-${item}`);
  if (!place) return;
  place.hidden = !sentence;
  place.textContent = sentence ? form.dataset.refused + sentence : "";
}

// From the page to the device

const waiting = new Map();
function touched(event) {
  const box = event.target.closest("fieldset.item");
  if (!box) return;
  if (event.target.type === "file") {
    if (event.type === "change") takePhotos(box, event.target);
    return;
  }
  clearTimeout(waiting.get(box));
  waiting.set(box, setTimeout(() => { waiting.delete(box); remember(box); }, event.type === "input" && event.target.tagName === "TEXTAREA" ? PAUSE : 0));
}

async function remember(box) {
  const item = box.dataset.item;
  const answer = box.querySelector("input[type=radio]:checked")?.value;
  if (!answer) return;
  fault(item, "");
  const at = new Date().toISOString();
  await keep({ device_key: newKey(), inspection, account, kind: "answer", item, answer, note: field(box, "note").value, internal_note: field(box, "internal").value, at });
  await tell();
  send();
}

async function takePhotos(box, input) {
  const item = box.dataset.item;
  fault(item, "", true);
  for (const photo of input.files) {
    const bytes = await photo.arrayBuffer(); // the bytes, not the file: it may be gone when the network is back
    await keep({ device_key: newKey(), inspection, account, kind: "photo", item, bytes, type: photo.type, at: new Date().toISOString() });
  }
  input.value = "";
  await tell();
  send();
}

function field(box, name) { return document.getElementById(`f-${name}.${box.dataset.item}`); }

// From the device to the registry

// Whoever asks while something is on its way waits for that.
function send() { return sending ??= sendAll().finally(() => { sending = null; }); }

// What was on its way may have failed, or been over, before the network or the last answer came.
async function sendNow() {
  await send();
  if ((await outstanding()).length) await send();
}

async function sendAll() {
  clearTimeout(retry);
  let some = false;
  try {
    for (await tidy(); ; await tidy()) {
      const left = await outstanding();
      if (!left.length) break;
      some = true;
      say("sending");
      const answers = left.filter((each) => each.kind === "answer");
      if (!(answers.length ? await sendAnswers(answers) : await sendPhoto(left[0]))) break;
    }
  } catch {
    // no network: what is kept is sent later
  }
  await tidy();
  const left = await tell();
  if (left.some((each) => !each.refused)) retry = setTimeout(send, AGAIN);
  else if (some) dispatchEvent(new Event("delivered"));
}

// Of several answers to an item only the last one goes; asked for only while nothing is on its way.
async function tidy() {
  const last = new Map();
  for (const each of await unsent()) {
    if (each.kind !== "answer") continue;
    if (last.has(each.item)) await forget(last.get(each.item));
    last.set(each.item, each.device_key);
  }
}

async function outstanding() { return (await unsent()).filter((each) => !each.refused); }

async function sendAnswers(answers) {
  const plain = answers.map(({ device_key, item, answer, note, internal_note, at }) => ({ device_key, item, answer, note, internal_note, at }));
  return delivered(await post(form.action, { answers: JSON.stringify(plain) }), answers);
}

async function sendPhoto(each) {
  const photo = new File([each.bytes], "photo", { type: each.type });
  return delivered(await post(form.dataset.photos, { device_key: each.device_key, item: each.item, at: each.at, photo }), [each]);
}

function post(address, fields) {
  const body = new FormData();
  body.set("csrf_token", form.elements.namedItem("csrf_token").value);
  for (const [name, value] of Object.entries(fields)) body.set(name, value);
  return fetch(address, { method: "POST", body, headers: { Accept: "application/json" }, redirect: "error" });
}

async function delivered(answer, sent) {
  signedOut = answer.status === 401 || answer.status === 400;
  if (answer.ok) {
    for (const each of sent) await (each.kind === "answer" ? keep({ ...each, delivered: Date.now() }) : forget(each.device_key));
    return true;
  }
  if (answer.status !== 422 && answer.status !== 409 && answer.status !== 403) return false;
  const told = await answer.json();
  const wrong = new Map((told.errors ?? []).map((each) => [each.field, each.detail]));
  for (const each of sent) {
    const sentence = each.kind === "photo" ? (wrong.get("photo") ?? wrong.get("item") ?? told.detail) : wrong.get(each.item) ?? (wrong.size ? "" : told.detail);
    if (!sentence) continue;
    fault(each.item, sentence, each.kind === "photo");
    if (each.kind === "photo") await forget(each.device_key);
    else await keep({ ...each, refused: true }); // stays on the device until it is mended
  }
  return true;
}

async function tell() {
  const left = await unsent();
  const photos = left.filter((each) => each.kind === "photo");
  for (const box of form.querySelectorAll("fieldset.item")) {
    const count = photos.filter((each) => each.item === box.dataset.item).length;
    box.querySelector(".kept-photo").textContent = count ? form.dataset.keptPhoto.replace("{count}", count) : "";
  }
  if (!(await database)) say("unkept");
  else if (!left.length) say("delivered");
  else say(signedOut ? "signedOut" : "unsent", left.length);
  return left;
}

// What was left on the device when the page was closed

async function restore() {
  if (!document.documentElement.dataset.kept) await forgetDelivered(Infinity); // this page is the registry's own and holds it
  for (const each of await onDevice()) {
    if (each.kind !== "answer") continue;
    const box = form.querySelector(`fieldset.item[data-item="${each.item}"]`);
    if (!box) continue;
    const radio = box.querySelector(`input[type=radio][value="${each.answer}"]`);
    if (radio) radio.checked = true;
    field(box, "note").value = each.note;
    field(box, "internal").value = each.internal_note;
    if (each.refused) await keep({ ...each, refused: false });
  }
}

form.addEventListener("input", touched);
form.addEventListener("change", touched);
form.addEventListener("submit", async (event) => {
  event.preventDefault();
  event.stopImmediatePropagation();
  for (const [box, timer] of waiting) { clearTimeout(timer); await remember(box); }
  waiting.clear();
  await sendNow();
  const left = await unsent();
  if (left.length) { shown.dataset.state = "unsent"; shown.textContent = form.dataset.waiting; return; }
  location.assign(event.submitter?.value === "confirm" ? form.action.replace(/answers$/, "confirmation") : location.href);
});
addEventListener("online", sendNow);
addEventListener("kept", (event) => forgetDelivered(event.detail));
document.addEventListener("visibilitychange", () => { if (!document.hidden) send(); });
await restore();
await tell();
send();
