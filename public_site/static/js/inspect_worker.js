// The service worker of an inspector's sheet: where there is no network, a sheet that was opened on this device opens again as it was.
// Kept are the sheet itself and the public parts that it is made of; no photograph, no other page. What has not been sent is not here
// but in the page's own store (inspect.js). A release has an address of its own for this file, so a new one takes the old one's place.
const told = new URL(location.href).searchParams;
const OURS = "inspections-";
const KEPT = OURS + told.get("v");
const HOURS = Number(told.get("hours")); // as long as a sign-in lives without being used
const UNTIL = "X-Kept-Until";
const SHEET = /^\/inspect\/\w+$/;
const ENDS = /^(\/inspect\/\w+)\/(?:confirmation|end)$/;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(takeOver()));
self.addEventListener("message", (event) => event.waitUntil(refresh(event.data.keep, event.source)));
self.addEventListener("fetch", (event) => {
  const asked = event.request;
  const { origin, pathname } = new URL(asked.url);
  if (origin !== location.origin) return;
  if (asked.mode === "navigate") {
    const ended = asked.method === "POST" && ENDS.exec(pathname);
    if (ended) event.waitUntil(forget(ended[1]));
    else if (asked.method === "GET" && SHEET.test(pathname)) event.respondWith(sheet(event, pathname));
  } else if (asked.method === "GET" && pathname.startsWith("/static/")) event.respondWith(part(asked));
});

async function takeOver() {
  for (const name of await caches.keys()) if (name.startsWith(OURS) && name !== KEPT) await caches.delete(name);
  await self.clients.claim();
}

// The network first: what the registry says now counts, and only where it says nothing at all the device answers.
async function sheet(event, path) {
  let answer;
  try {
    answer = await fetch(event.request);
  } catch (fault) {
    const kept = await held(path);
    if (kept) return kept;
    throw fault;
  }
  event.waitUntil(take(path, answer.clone()));
  return answer;
}

async function part(asked) {
  const cache = await caches.open(KEPT);
  const kept = await cache.match(asked);
  if (kept) return kept;
  const answer = await fetch(asked);
  if (answer.ok && asked.url.includes("?v=")) await cache.put(asked, answer.clone());
  return answer;
}

// After something was sent: what stands on the device is what the registry knows now.
async function refresh(path, page) {
  const began = Date.now();
  if (SHEET.test(path) && (await take(path, await fetch(path, { redirect: "manual", headers: { Accept: "text/html" } })))) page?.postMessage({ kept: began });
}

// A sheet is kept; an answer that is none (signed out, ended, not one's own) takes it off the device.
async function take(path, answer) {
  if (answer.status >= 500 || answer.status === 429) return false;
  if (!answer.ok || answer.type !== "basic") return forget(path);
  const text = await answer.text();
  const headers = new Headers(answer.headers);
  headers.delete("Content-Length");
  headers.delete("Content-Encoding");
  headers.set(UNTIL, String(Date.now() + HOURS * 3600000));
  const cache = await caches.open(KEPT);
  await cache.put(path, new Response(text.replace("<html", `<html data-kept="${new Date().toISOString()}"`), { headers }));
  await dropOthers(cache, new Set((/data-open="([^"]*)"/.exec(text)?.[1] ?? "").split(" ").map((each) => `/inspect/${each}`).concat(path)));
  for (const [, each] of text.matchAll(/(?:href|src)="(\/static\/[^"]+\?v=[^"]+)"/g)) if (!(await cache.match(each))) await cache.add(each);
  return true;
}

async function dropOthers(cache, open) {
  for (const each of await cache.keys()) {
    const { pathname } = new URL(each.url);
    if (SHEET.test(pathname) && !open.has(pathname)) await cache.delete(each);
  }
}

async function held(path) {
  const kept = await (await caches.open(KEPT)).match(path);
  if (!kept || Number(kept.headers.get(UNTIL)) > Date.now()) return kept;
  await forget(path);
  return undefined;
}

async function forget(path) {
  await (await caches.open(KEPT)).delete(path);
  return false;
}
