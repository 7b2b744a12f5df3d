// Suggestions below the search box: <input data-suggest="/search/suggest.json" data-counted="%s suggestions">. Without script the form searches as ever.
// The pattern of a combobox with a list (WAI-ARIA 1.2): arrows choose, Enter opens what is chosen or searches, Escape closes.
const PAUSE = 120;

function prepare(box) {
  const list = document.createElement("ul");
  list.id = `${box.id}-suggested`;
  list.className = "suggested";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", box.dataset.called);
  list.hidden = true;
  const said = document.createElement("span");
  said.className = "unseen";
  said.setAttribute("role", "status");
  box.parentElement.append(list, said);
  for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-controls", list.id], ["aria-expanded", "false"]]) box.setAttribute(name, value);

  let found = [];
  let active = -1;
  let waiting = 0;
  let asked = 0;

  const close = () => {
    asked += 1;
    clearTimeout(waiting);
    list.hidden = true;
    active = -1;
    box.setAttribute("aria-expanded", "false");
    box.removeAttribute("aria-activedescendant");
  };

  const show = () => {
    active = -1;
    box.removeAttribute("aria-activedescendant");
    list.replaceChildren(...found.map((row, place) => {
      const option = document.createElement("li");
      option.id = `${list.id}-${place}`;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      const first = Object.assign(document.createElement("strong"), { textContent: row.words, lang: row.lang });
      const second = Object.assign(document.createElement("span"), { className: "second", textContent: row.second, lang: row.lang });
      option.append(first, second);
      return option;
    }));
    list.hidden = !found.length;
    box.setAttribute("aria-expanded", String(found.length > 0));
    said.textContent = found.length ? box.dataset.counted.replace("%s", found.length) : "";
  };

  const ask = async () => {
    const typed = box.value.trim();
    if (!typed) { close(); return; }
    const number = ++asked;
    const kind = box.form.elements.namedItem("kind");
    const query = new URLSearchParams({ q: typed, ...(kind?.value ? { kind: kind.value } : {}) });
    try {
      const answer = await fetch(`${box.dataset.suggest}?${query}`, { headers: { Accept: "application/json" } });
      if (!answer.ok || number !== asked || document.activeElement !== box) return;
      found = (await answer.json()).found;
    } catch {
      found = []; // typing on works without suggestions
    }
    show();
  };

  const point = (place) => {
    active = (place + found.length) % found.length;
    for (const [each, option] of [...list.children].entries()) option.setAttribute("aria-selected", String(each === active));
    list.children[active].scrollIntoView({ block: "nearest" });
    box.setAttribute("aria-activedescendant", list.children[active].id);
  };

  const open = (place) => { location.assign(found[place].address); };

  box.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(ask, PAUSE); });
  box.addEventListener("focusout", close);
  box.form.addEventListener("submit", close);
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => { const option = event.target.closest("li"); if (option) open([...list.children].indexOf(option)); });
  box.addEventListener("keydown", (event) => {
    if (list.hidden || event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key === "ArrowDown") { event.preventDefault(); point(active + 1); }
    else if (event.key === "ArrowUp") { event.preventDefault(); point(active < 0 ? found.length - 1 : active - 1); }
    else if (event.key === "Enter" && active >= 0) { event.preventDefault(); open(active); }
    else if (event.key === "Escape") { event.preventDefault(); close(); }
  });
}

for (const box of document.querySelectorAll("input[data-suggest]")) prepare(box);
