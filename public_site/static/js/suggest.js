// Fills <datalist id="x" data-from="/address"> while somebody types in <input list="x">. Without script the form asks one step more.
const PAUSE = 150;

for (const list of document.querySelectorAll("datalist[data-from]")) {
  const box = document.querySelector(`input[list="${list.id}"]`);
  let waiting = 0;
  let asked = "";

  const ask = async () => {
    const typed = box.value.trim();
    if (!typed || typed === asked) return;
    asked = typed;
    try {
      const answer = await fetch(`${list.dataset.from}?q=${encodeURIComponent(typed)}`, { headers: { Accept: "application/json" } });
      if (!answer.ok || asked !== typed) return;
      const { options } = await answer.json();
      list.replaceChildren(...options.map((words) => Object.assign(document.createElement("option"), { value: words })));
    } catch {
      asked = ""; // typing on works without suggestions
    }
  };

  box?.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(ask, PAUSE); });
}
