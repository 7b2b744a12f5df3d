// A form is sent once; one marked data-confirm="sentence" asks first. Pages that ask in full need no script.
const asked = new WeakSet();

function ask(form, submitter) {
  const dialog = document.createElement("dialog");
  const sentence = document.createElement("p");
  sentence.textContent = form.dataset.confirm;
  const actions = document.createElement("p");
  actions.className = "actions";
  for (const [value, words, kind] of [["yes", form.dataset.yes, "first"], ["no", form.dataset.no, ""]]) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = words;
    button.className = kind;
    button.addEventListener("click", () => dialog.close(value));
    actions.append(button);
  }
  dialog.append(sentence, actions);
  dialog.addEventListener("close", () => {
    dialog.remove();
    if (dialog.returnValue !== "yes") return;
    asked.add(form);
    form.requestSubmit(submitter);
  });
  document.body.append(dialog);
  dialog.showModal();
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || event.defaultPrevented) return;
  if (form.dataset.confirm && !asked.has(form)) {
    event.preventDefault();
    ask(form, event.submitter);
    return;
  }
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
});

// Coming back by the browser's button, the form may be sent again.
addEventListener("pageshow", () => {
  for (const form of document.forms) delete form.dataset.sent;
});
