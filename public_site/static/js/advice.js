// While an order of codes is filled in, says how many pages and how large the codes become. Without script a button does.
const PAUSE = 400;
const box = document.querySelector("[data-advice]");
const form = box?.closest("form");
let waiting = 0;
let asked = 0;

const ask = async () => {
  const mine = ++asked;
  const fields = new FormData(form);
  fields.delete("csrf_token");
  try {
    const answer = await fetch(`${box.dataset.advice}?${new URLSearchParams(fields)}`, { headers: { Accept: "application/json" } });
    if (!answer.ok || mine !== asked) return;
    const { advice } = await answer.json();
    box.replaceChildren(...advice.map((words) => Object.assign(document.createElement("p"), { textContent: words })));
  } catch {
    // the button still answers
  }
};

for (const happening of ["input", "change"]) {
  form?.addEventListener(happening, () => { clearTimeout(waiting); waiting = setTimeout(ask, PAUSE); });
}
