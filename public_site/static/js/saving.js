// Saves a draft's page as it is typed, one second after the last change, and says how it stands. Two savers never overlap:
// each save carries the revision that the page knows, so a colleague's save in between is refused and both contents stay.
const PAUSE = 1000;
const AGAIN = 5000;

export class Saver {
  // body: () => the request's body; headers: its own headers; saved: told what the server answered; copied: the page as text.
  constructor(form, address, { body, headers = {}, saved = () => {}, copied = () => "" }) {
    Object.assign(this, { form, address, body, headers, saved, copied, dirty: false, running: null, stopped: false, waiting: 0, retrying: 0 });
    this.place = document.getElementById("saving");
    this.line = this.place.querySelector(".saved");
    this.place.addEventListener("click", (event) => this.act(event.target.closest("[data-saving-act]")));
    form.addEventListener("submit", (event) => this.submitted(event));
    addEventListener("beforeunload", (event) => { if (this.dirty && !this.leaving) event.preventDefault(); });
    addEventListener("online", () => this.dirty && this.save());
    addEventListener("focus", () => this.line.dataset.state === "signed_out" && this.refresh());
  }

  touch() {
    this.dirty = true;
    if (this.stopped) return;
    if (!this.line.dataset.state || this.line.dataset.state === "saved") this.say("typing");
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.save(), PAUSE);
  }

  say(state, facts = {}) {
    this.line.dataset.state = state;
    this.line.textContent = filled(this.line.dataset[`say${state[0].toUpperCase()}${state.slice(1)}`] ?? "", facts);
    for (const trouble of this.place.querySelectorAll("[data-trouble]")) trouble.hidden = trouble.dataset.trouble !== state;
  }

  async save() {
    clearTimeout(this.waiting);
    clearTimeout(this.retrying);
    if (this.running) {
      await this.running;
      if (!this.dirty || this.stopped) return;
    }
    this.running = this.send();
    await this.running;
    this.running = null;
  }

  // Everything typed so far, saved: what a second form on the page waits for.
  async flush() {
    if (this.running) await this.running;
    if (this.dirty) await this.save();
    return !this.dirty;
  }

  async send() {
    this.dirty = false;
    this.say("saving");
    let answer;
    try {
      answer = await fetch(this.address, { method: "POST", body: this.body(), headers: { Accept: "application/json", "X-CSRFToken": this.token(), ...this.headers }, redirect: "error" });
    } catch {
      return this.later("offline");
    }
    const told = await answer.json().catch(() => ({}));
    if (answer.ok) {
      this.revise(told.revision);
      this.saved(told);
      this.say(this.dirty ? "typing" : "saved", { time: told.saved_at });
      if (this.dirty) this.touch();
    } else if (answer.status === 409) {
      this.refused(told);
    } else if (answer.status === 401) {
      this.dirty = true;
      this.say("signed_out");
    } else if (answer.status === 400 && (told.type ?? "").endsWith("form_expired") && !this.renewed) {
      this.renewed = true;
      this.dirty = true;
      if (await this.renew()) this.touch();
    } else {
      this.later("offline");
    }
  }

  later(state) {
    this.dirty = true;
    this.say(state);
    this.retrying = setTimeout(() => this.save(), AGAIN);
  }

  refused(told) {
    this.dirty = true;
    if ((told.type ?? "").endsWith("already_disclosed")) { this.leaving = true; location.reload(); return; }
    this.stopped = true;
    this.newest = told.revision;
    const words = this.place.querySelector("[data-trouble=conflict] [data-words]");
    words.textContent = filled(words.dataset.words, { by: told.by || words.dataset.somebody, at: told.at });
    this.say("conflict");
  }

  async act(button) {
    switch (button?.dataset.savingAct) {
      case "retry": this.refresh(); break;
      case "copy": await navigator.clipboard.writeText(this.copied()); button.textContent = button.dataset.copied; break;
      case "overwrite": this.revise(this.newest); this.stopped = false; this.save(); break;
      case "reload": this.leaving = true; location.assign(this.place.dataset.draft); break;
    }
  }

  // Signed in again in another window: a fresh token, then save.
  async refresh() {
    if (await this.renew()) this.save();
  }

  async renew() {
    try {
      const answer = await fetch(this.place.dataset.latest, { headers: { Accept: "application/json" }, redirect: "error" });
      if (!answer.ok) { this.say(answer.status === 401 ? "signed_out" : "offline"); return false; }
      const { token } = await answer.json();
      for (const field of document.querySelectorAll("[name=csrf_token]")) field.value = token;
      return true;
    } catch {
      this.say("offline");
      return false;
    }
  }

  token() { return this.form.querySelector("[name=csrf_token]").value; }

  revise(revision) {
    if (revision === undefined) return;
    for (const field of document.querySelectorAll("[name=revision]")) field.value = revision;
  }

  // A save on its way would raise the revision under the form that is sent: the form waits for it.
  submitted(event) {
    clearTimeout(this.waiting);
    if (event.defaultPrevented) return;
    if (!this.running) { this.leaving = true; return; }
    event.preventDefault();
    this.running.then(() => { this.leaving = true; this.form.requestSubmit(event.submitter); });
  }
}

function filled(sentence, facts) {
  return sentence.replace(/\{(\w+)\}/g, (_hole, name) => facts[name] ?? "");
}

// The plain pages of a draft. A page with a grid makes a saver of its own.
const plain = document.getElementById("draft-part");
if (plain && !plain.querySelector("table[role=grid]")) {
  const address = plain.getAttribute("action");
  const fields = () => {
    const all = new FormData(plain);
    for (const [name, value] of [...all]) if (value instanceof File || name === "text_removed") all.delete(name);
    return all;
  };
  const copied = () => [...fields()].filter(([name, value]) => value && !["csrf_token", "revision"].includes(name)).map((pair) => pair.join("\t")).join("\n");
  const saver = new Saver(plain, `${address}/autosave`, { body: fields, copied });
  for (const kind of ["input", "change"]) plain.addEventListener(kind, (event) => { if (event.target.type !== "file" && event.target.name) saver.touch(); });
}
