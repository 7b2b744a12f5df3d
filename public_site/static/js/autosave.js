// Saves a form as it is typed: <form data-autosave="/address"> with <p class="saved" data-saved="已保存 {time}" ...> inside.
// The address takes the form's fields by POST and answers JSON {"saved_at": "14:02", "revision": "7"}; revision goes into the
// field of that name. A 409 says that somebody else saved: nothing more is sent until the page is opened anew.
const PAUSE = 1200;

for (const form of document.querySelectorAll("form[data-autosave]")) {
  const shown = form.querySelector(".saved");
  let waiting = 0;
  let running = false;
  let again = false;
  let stopped = false;
  let leaving = null;

  const say = (state, time = "") => {
    if (!shown) return;
    shown.dataset.state = state;
    shown.textContent = (shown.dataset[state] ?? "").replace("{time}", time);
  };

  const save = async () => {
    if (stopped) return;
    if (running) { again = true; return; }
    running = true;
    say("saving");
    try {
      const fields = new FormData(form);
      for (const [name, value] of [...fields]) if (value instanceof File) fields.delete(name);
      const answer = await fetch(form.dataset.autosave, { method: "POST", body: fields, headers: { Accept: "application/json" }, redirect: "error" });
      if (answer.ok) {
        const told = await answer.json();
        const revision = form.elements.namedItem("revision");
        if (revision && told.revision !== undefined) revision.value = told.revision;
        say("saved", told.saved_at);
        form.dispatchEvent(new CustomEvent("saved", { detail: told }));
      } else {
        stopped = answer.status === 409;
        say(stopped ? "conflict" : "refused");
      }
    } catch {
      say("refused");
    }
    running = false;
    if (leaving) leaving();
    else if (again) { again = false; save(); }
  };

  const soon = () => { clearTimeout(waiting); waiting = setTimeout(save, PAUSE); };
  form.addEventListener("input", soon);
  form.addEventListener("change", soon);
  form.addEventListener("submit", (event) => {
    clearTimeout(waiting);
    if (!running) return;
    // The running save will raise the revision; sent now, the form would collide with itself.
    event.preventDefault();
    leaving = () => { leaving = null; form.requestSubmit(event.submitter); };
  });
}
