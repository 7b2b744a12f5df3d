// The language link keeps the place on the page; filters begin closed where they would push the results away.
const language = document.querySelector("a.language");
language?.addEventListener("click", () => { language.hash = location.hash; });

const narrow = matchMedia("(max-width: 55.99rem)");
const fold = () => {
  for (const filters of document.querySelectorAll("details.filters")) filters.open = !narrow.matches;
};
narrow.addEventListener("change", fold);
fold();

document.querySelector(".summary[tabindex]")?.focus();
