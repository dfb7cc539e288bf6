"""The service worker, run as it is with a network that answers when the test says so: a page that
Bo asked for before he logged out, and that comes after, lies nowhere.
"""

import json
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

import faelled

WORKER = Path(faelled.__file__).parent / "base/ui/static/ui/service-worker.js"
KNOWN = {
    "keep": 10**9,
    "most": 30,
    "header": "X-Offline-Copy",
    "logIn": "/log-ind/",
    "logOut": "/log-ud/",
    "static": "/static/",
    "offline": "/uden-forbindelse/",
}
# Stores, a network whose answers wait for `release`, and the worker's listeners.
ROOM = """([worker, known, late]) => (async () => {
  const stores = new Map();
  const store = () => {
    const held = new Map();
    return {
      match: async (one) => held.get(one.url || one)?.clone(),
      put: async (one, answer) => void held.set(one.url || one, answer),
      add: async () => {},
      keys: async () => [...held.keys()].map((url) => ({ url })),
      delete: async (one) => held.delete(one.url || one),
    };
  };
  const caches = {
    open: async (name) => stores.get(name) || stores.set(name, store()).get(name),
    delete: async (name) => stores.delete(name),
  };
  const waiting = new Map();
  const fetch = (request) => new Promise((answer) => waiting.set(request.url, answer));
  const heard = {};
  const self = {
    addEventListener: (name, listener) => (heard[name] = listener),
    location: { origin: "https://here" },
    clients: { claim: async () => {} },
    skipWaiting: () => {},
  };
  const body = `const KNOWN = ${known};\n${worker}`;
  new Function("self", "caches", "fetch", body)(self, caches, fetch);
  const settled = async () => {
    for (let turn = 0; turn < 5; turn += 1) await new Promise((on) => setTimeout(on));
  };
  const ask = (method, path) => {
    const done = [];
    const request = { url: `https://here${path}`, method, mode: "navigate" };
    heard.fetch({ request, respondWith: (p) => done.push(p), waitUntil: (p) => done.push(p) });
    return done;
  };
  const release = async (path, headers = {}) => {
    await settled();
    waiting.get(`https://here${path}`)(new Response("<main>", { status: 200, headers }));
    await settled();
  };
  const order = { order: "on", owner: "bo.first" };
  heard.message({ data: order, ports: [], waitUntil: () => {} });
  await settled();
  const mark = { "X-Offline-Copy": "bo.first" };
  const steps = {
    page: () => ask("GET", "/til-godkendelse/"),
    arrives: () => release("/til-godkendelse/", mark),
    out: () => ask("POST", "/log-ud/"),
    isOut: () => release("/log-ud/"),
  };
  for (const step of late) await steps[step]();
  await settled();
  const pages = stores.get("faelled-pages");
  return pages ? (await pages.keys()).length : 0;
})()"""


@pytest.mark.parametrize(
    ("steps", "kept"),
    [
        (["page", "arrives"], 1),
        (["page", "arrives", "out", "isOut"], 0),
        (["page", "out", "isOut", "arrives"], 0),
        (["page", "out", "arrives", "isOut"], 0),
        (["out", "page", "isOut", "arrives"], 0),
        (["out", "page", "arrives", "isOut"], 0),
        (["out", "isOut", "page", "arrives"], 1),
    ],
)
def test_what_is_kept(browser: Browser, steps: list[str], kept: int) -> None:
    page = browser.new_page()
    found: Any = page.evaluate(ROOM, [WORKER.read_text("utf-8"), json.dumps(KNOWN), steps])
    page.close()
    assert found == kept
