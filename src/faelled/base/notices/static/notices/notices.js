/* Switching notices on for this browser: it is asked only when one presses. */
(function () {
  "use strict";

  const possible = () =>
    "serviceWorker" in navigator && "PushManager" in window && "Notification" in window;

  function bytesOf(text) {
    const plain = text.replace(/-/g, "+").replace(/_/g, "/");
    return Uint8Array.from(atob(plain), (letter) => letter.charCodeAt(0));
  }

  /* A browser that was switched on under another key of this site is switched on anew. */
  async function subscribe(key) {
    const worker = await navigator.serviceWorker.ready;
    const old = await worker.pushManager.getSubscription();
    if (old) await old.unsubscribe();
    return worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytesOf(key) });
  }

  async function switchOn(box) {
    const said = box.querySelector("[data-push-said]");
    said.textContent = "";
    if ((await Notification.requestPermission()) !== "granted") {
      said.textContent = said.dataset.denied;
      return;
    }
    try {
      const given = (await subscribe(box.dataset.pushKey)).toJSON();
      const form = box.querySelector("form");
      form.elements.endpoint.value = given.endpoint;
      form.elements.public.value = given.keys.p256dh;
      form.elements.secret.value = given.keys.auth;
      form.requestSubmit();
    } catch {
      said.textContent = said.dataset.failed;
    }
  }

  document.addEventListener("DOMContentLoaded", () => {
    const box = document.querySelector("[data-push-key]");
    if (!possible()) {
      document.querySelector("[data-push-impossible]").hidden = false;
      return;
    }
    box.hidden = false;
    box.querySelector("[data-push-on]").addEventListener("click", () => switchOn(box));
  });
})();
