/* A notice says that something waits, and nothing of whom it is about. */
self.addEventListener("push", (event) => {
  const said = event.data ? event.data.json() : {};
  const shown = { body: said.body || "", tag: "faelled", icon: KNOWN.icon, data: said.url || "/" };
  event.waitUntil(self.registration.showNotification(said.title || "Fælled", shown));
});

async function openPage(path) {
  const url = new URL(path, self.location.origin);
  if (url.origin !== self.location.origin) return;
  const windows = await self.clients.matchAll({ type: "window" });
  const here = windows.find((one) => one.url === url.href);
  await (here ? here.focus() : self.clients.openWindow(url.href));
}

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(openPage(event.notification.data));
});
