/* Reading without a connection. KNOWN stands above this file when it is served.

   Nothing is kept until the leader has switched it on for this device. Kept are pages that the
   server has marked for them, and the styles and scripts those pages need. A copy is gone when it
   is older than KNOWN.keep, when somebody logs out or is asked to log in, when another log-in is
   seen, and when it is switched off. Answers to posts are never kept. */
"use strict";

const PAGES = "faelled-pages";
const LOOKS = "faelled-looks";
const STATE = "faelled-state";
const SWITCH = "/__switch";
let shift = 0;

const clock = () => Date.now() + shift;
const isPage = (request) => request.mode === "navigate";
const within = (url, path) => new URL(url).pathname.startsWith(path);

async function readSwitch() {
  const found = await (await caches.open(STATE)).match(SWITCH);
  return found ? found.json() : null;
}

async function writeSwitch(value) {
  const state = await caches.open(STATE);
  await state.put(SWITCH, new Response(JSON.stringify(value)));
}

/* How many log-ins have ended while this worker runs: a page that was asked for before the last
   of them is not kept, however late it comes. */
let ended = 0;

async function forget() {
  await caches.delete(PAGES);
}

async function endLogIn() {
  ended += 1;
  await forget();
}

async function switchOff() {
  ended += 1;
  await Promise.all([caches.delete(PAGES), caches.delete(LOOKS), caches.delete(STATE)]);
}

async function switchOn(owner) {
  await forget();
  await writeSwitch({ user: owner.split(".")[0], login: owner });
  const looks = await caches.open(LOOKS);
  await looks.add(new Request(KNOWN.offline, { credentials: "omit" }));
}

/* Also the oldest, when there are too many. */
async function sweep() {
  const pages = await caches.open(PAGES);
  const kept = [];
  for (const request of await pages.keys()) {
    const copy = await pages.match(request);
    const at = Number(copy?.headers.get("X-Kept-At"));
    if (!at || clock() - at >= KNOWN.keep || at > clock() + 60000) await pages.delete(request);
    else kept.push({ request, at });
  }
  kept.sort((one, other) => other.at - one.at);
  for (const { request } of kept.slice(KNOWN.most)) await pages.delete(request);
}

/* What is shown and never kept, with a line in its place that says so (base/ui/offline.py). */
function withoutParts(text) {
  const line = `<p class="meta">${KNOWN.leftOut}</p>`;
  return text.replace(/<!--not-kept-->[^]*?<!--\/not-kept-->/g, () => line);
}

async function keep(request, response, before) {
  const part = response.headers.get(KNOWN.partHeader);
  const owner = part || response.headers.get(KNOWN.header);
  const on = await readSwitch();
  if (!owner || !on || on.user !== owner.split(".")[0]) return;
  if (on.login !== owner) {
    await forget();
    await writeSwitch({ user: on.user, login: owner });
  }
  const headers = new Headers(response.headers);
  headers.set("X-Kept-At", String(clock()));
  headers.set(KNOWN.header, owner);
  const body = part ? withoutParts(await response.text()) : await response.blob();
  const copy = new Response(body, { status: 200, headers });
  if (before !== ended) return;
  await (await caches.open(PAGES)).put(request.url, copy);
  if (before === ended) await sweep();
  else await forget();
}

/* The copy says above the page that it is one, and how old; ui/offline.js closes its buttons. */
async function asCopy(copy) {
  const at = Number(copy.headers.get("X-Kept-At"));
  const page = await copy.text();
  const marked = page.replace("<main", `<div data-copy-at="${at}" class="offline-copy"></div><main`);
  return new Response(marked, {
    headers: {
      "Content-Type": "text/html; charset=utf-8",
      "Content-Security-Policy": copy.headers.get("Content-Security-Policy") || "default-src 'self'",
    },
  });
}

async function withoutConnection(request) {
  await sweep();
  const on = await readSwitch();
  const copy = on && (await (await caches.open(PAGES)).match(request.url));
  if (copy && copy.headers.get(KNOWN.header) === on.login) return asCopy(copy);
  const offline = await (await caches.open(LOOKS)).match(KNOWN.offline);
  return offline || Response.error();
}

async function page(event) {
  const request = event.request;
  const before = ended;
  let response;
  try {
    response = await fetch(request);
  } catch {
    return withoutConnection(request);
  }
  if (response.status === 401 || within(response.url || request.url, KNOWN.logIn)) await endLogIn();
  else if (response.ok && !response.redirected) {
    event.waitUntil(keep(request, response.clone(), before));
  }
  return response;
}

async function look(request) {
  const looks = await caches.open(LOOKS);
  const found = await looks.match(request);
  if (found) return found;
  const response = await fetch(request);
  if (response.ok && (await readSwitch())) await looks.put(request, response.clone());
  return response;
}

async function send(event) {
  if (!within(event.request.url, KNOWN.logOut)) return fetch(event.request);
  await endLogIn();
  try {
    return await fetch(event.request);
  } finally {
    await endLogIn(); // also what was asked for while the log-out was on its way
  }
}

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => {
  event.waitUntil(Promise.all([self.clients.claim(), sweep()]));
});

self.addEventListener("fetch", (event) => {
  const request = event.request;
  if (new URL(request.url).origin !== self.location.origin) return;
  if (request.method === "POST" && isPage(request)) event.respondWith(send(event));
  else if (request.method === "GET" && isPage(request)) event.respondWith(page(event));
  else if (request.method === "GET" && within(request.url, KNOWN.static)) {
    event.respondWith(look(request));
  }
});

const ORDERS = {
  on: (order) => switchOn(order.owner),
  off: () => switchOff(),
  sweep: () => sweep(),
  clock: (order) => {
    if (KNOWN.demo) shift = Number(order.shift) || 0;
    return sweep();
  },
  state: async () => {
    const on = await readSwitch();
    return { user: on && on.user, pages: (await (await caches.open(PAGES)).keys()).length };
  },
};

self.addEventListener("message", (event) => {
  const order = ORDERS[event.data?.order];
  if (!order) return;
  event.waitUntil(
    Promise.resolve(order(event.data)).then((answer) => event.ports[0]?.postMessage(answer || {})),
  );
});
