// On a bureau's decision page the key J opens the next case, unless somebody is typing.
document.addEventListener("keydown", (event) => {
  if (event.key.toLowerCase() !== "j" || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input:not([type=radio]), textarea, select")) return;
  const next = document.querySelector("main a[rel=next]");
  if (next) location.assign(next.href);
});
