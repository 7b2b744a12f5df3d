// Takes <div id="x" data-refresh="3"> from the page again every so many seconds until it no longer asks for it. Without script a link does.
const later = () => {
  const box = document.querySelector("[data-refresh]");
  if (box) setTimeout(() => look(box), Number(box.dataset.refresh) * 1000);
};

const look = async (box) => {
  try {
    const answer = document.hidden ? null : await fetch(location.href, { headers: { Accept: "text/html" } });
    const page = answer?.ok ? new DOMParser().parseFromString(await answer.text(), "text/html") : null;
    const found = page?.getElementById(box.id);
    const held = box.contains(document.activeElement);
    if (found && !(held && found.dataset.refresh)) box.replaceWith(found); // a link under somebody's finger stays
  } catch {
    // away for a moment: looked for again
  }
  later();
};

later();
