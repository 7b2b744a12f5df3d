// A button beside each password field that shows what was typed: <template id="reveal"> holds it. Without script the field stays as it is.
const button = document.getElementById("reveal")?.content.querySelector("button");

for (const box of document.querySelectorAll("input[type=password]")) {
  const toggle = button?.cloneNode(true);
  if (!toggle) break;
  const show = (shown) => {
    box.type = shown ? "text" : "password";
    toggle.textContent = shown ? toggle.dataset.hide : toggle.dataset.show;
  };
  toggle.setAttribute("aria-controls", box.id);
  toggle.addEventListener("click", () => show(box.type === "password"));
  box.form?.addEventListener("submit", () => show(false)); // browsers remember passwords, not texts
  show(false);
  box.after(toggle);
}
