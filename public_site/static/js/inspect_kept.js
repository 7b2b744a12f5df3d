// Keeps the sheet on the device for when it is opened again without a network, and says so where this is such a page.
const form = document.getElementById("inspection");
const notice = document.getElementById("kept");
const { kept } = document.documentElement.dataset;

if (kept) {
  const time = new Date(kept).toLocaleString(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" });
  notice.querySelector("p").textContent = notice.dataset.words.replace("{time}", time);
  notice.hidden = false;
}

function keep() { navigator.serviceWorker.controller?.postMessage({ keep: location.pathname }); }

if (navigator.serviceWorker) {
  navigator.serviceWorker.addEventListener("controllerchange", keep); // the first one on this device, or that of a new release
  navigator.serviceWorker.addEventListener("message", (event) => dispatchEvent(new CustomEvent("kept", { detail: event.data.kept })));
  addEventListener("delivered", keep);
  navigator.serviceWorker.register(form.dataset.worker, { scope: "/inspect/" }).catch(() => {}); // not everywhere; then the page lives as long as it is open
}
