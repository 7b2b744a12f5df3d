// Whoever signs in here finds nothing that was kept on this device for somebody before (js/inspect_worker.js); what was not sent stays.
if ("caches" in globalThis) {
  for (const name of await caches.keys()) if (name.startsWith("inspections-")) await caches.delete(name);
}
