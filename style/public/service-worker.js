// Keeps the public pages, so that they work offline after the first visit. Pages come from the network first; a file
// whose name carries its hash never changes, and comes from what is kept. The API, the console and the pages for other
// sites are never touched.

"use strict";

// A new number lets all that was kept under the old one go.
const CACHE = "tiermeter-1";
const PAGES = ["/", "/how-it-is-billed", "/check"];
// The page that was visited is kept at once, the others when it has long been loaded.
const OTHERS_AFTER_MILLISECONDS = 10_000;

self.addEventListener("install", () => self.skipWaiting());

self.addEventListener("activate", (event) => event.waitUntil(forgetOlder().then(() => self.clients.claim())));

self.addEventListener("message", (event) => {
  const path = event.data?.keep;
  if (PAGES.includes(path)) {
    event.waitUntil(keepFrom(path));
  }
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin) {
    return;
  }
  if (request.mode === "navigate") {
    if (PAGES.includes(pathname)) {
      event.respondWith(page(event, pathname));
    }
  } else if (isKept(pathname)) {
    event.respondWith(file(event, pathname));
  }
});

/** Whether an address is a file of a public page whose name carries its hash. */
function isKept(path) {
  const [, name] = /^\/(?:(?:how-it-is-billed|check)\/)?([^/]+)$/.exec(path) ?? [];
  return name !== undefined && name.split(/[-._]/).some((part) => /^[0-9a-f]{10,16}$/.test(part));
}

async function page(event, path) {
  try {
    const answer = await fetch(event.request);
    if (answer.ok) {
      event.waitUntil(keepPage(path, answer.clone()));
    }
    return answer;
  } catch (offline) {
    const kept = await match(path);
    if (kept) {
      return kept;
    }
    throw offline;
  }
}

async function file(event, path) {
  const kept = await match(path);
  if (kept) {
    return kept;
  }
  const answer = await fetch(event.request);
  if (answer.ok) {
    const copy = answer.clone();
    event.waitUntil(caches.open(CACHE).then((cache) => cache.put(path, copy)));
  }
  return answer;
}

async function match(path) {
  const cache = await caches.open(CACHE);
  return cache.match(path, { ignoreVary: true });
}

/** Keeps the page that is shown, and later the others, unless the reader wants to save data. */
async function keepFrom(path) {
  await keepFetched(path);
  if (self.navigator.connection?.saveData) {
    return;
  }
  await new Promise((resolve) => setTimeout(resolve, OTHERS_AFTER_MILLISECONDS));
  for (const other of PAGES) {
    if (other !== path && !(await match(other))) {
      await keepFetched(other);
    }
  }
}

async function keepFetched(path) {
  const answer = await fetch(path);
  if (answer.ok) {
    await keepPage(path, answer);
  }
}

/** Keeps a page and the files that it names, and lets go of those that no kept page names any more. */
async function keepPage(path, answer) {
  const cache = await caches.open(CACHE);
  const files = filesOf(await answer.clone().text());
  await cache.put(path, answer);
  const missing = [];
  for (const name of files) {
    if (!(await match(name))) {
      missing.push(name);
    }
  }
  await cache.addAll(missing);
  const named = new Set();
  for (const kept of PAGES) {
    const html = await (await match(kept))?.text();
    for (const name of filesOf(html ?? "")) {
      named.add(name);
    }
  }
  for (const request of await cache.keys()) {
    const { pathname } = new URL(request.url);
    if (isKept(pathname) && !named.has(pathname)) {
      await cache.delete(request);
    }
  }
}

function filesOf(html) {
  const addresses = [...html.matchAll(/["'](\/[^"'\s]+)["']/g)].map(([, address]) => address);
  return [...new Set(addresses.filter(isKept))];
}

async function forgetOlder() {
  for (const name of await caches.keys()) {
    if (name.startsWith("tiermeter-") && name !== CACHE) {
      await caches.delete(name);
    }
  }
}
