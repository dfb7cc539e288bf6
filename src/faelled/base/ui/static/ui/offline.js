/* The page's side of reading without a connection; the copies are kept by ui/service-worker.js. */
(function () {
  "use strict";

  if (!("serviceWorker" in navigator)) return;
  const MINUTE = 60000;

  async function ask(order) {
    const ready = await navigator.serviceWorker.ready;
    return new Promise((resolve) => {
      const channel = new MessageChannel();
      channel.port1.onmessage = (event) => resolve(event.data);
      ready.active.postMessage(order, [channel.port2]);
    });
  }

  /* A copy can be read and not answered: what is sent without a connection would be lost. */
  function showCopy(bar) {
    const words = document.querySelector("[data-offline-words]").dataset;
    const at = new Date(Number(bar.dataset.copyAt));
    const time = at.toLocaleString("da-DK", { dateStyle: "long", timeStyle: "short" });
    bar.setAttribute("role", "status");
    bar.textContent = words.copy.replace("%s", time);
    for (const button of document.querySelectorAll("main button, main input[type='submit']")) {
      button.disabled = true;
    }
  }

  function onSubmit(event) {
    if (navigator.onLine || event.target.method !== "post") return;
    event.preventDefault();
    const notice = document.getElementById("notice");
    notice.textContent = notice.dataset.network;
    notice.classList.add("notice--shown");
  }

  function drawDevice(box, state) {
    const on = Boolean(state.user) && state.user === box.dataset.owner.split(".")[0];
    box.querySelector("[data-device-on]").hidden = !on;
    box.querySelector("[data-device-off]").hidden = on;
    box.querySelector("[data-device-count]").textContent = String(state.pages);
    box.hidden = false;
  }

  async function watchDevice(box) {
    drawDevice(box, await ask({ order: "state" }));
    box.addEventListener("click", async (event) => {
      const wanted = event.target.closest("[data-device]")?.dataset.device;
      if (!wanted) return;
      await ask({ order: wanted, owner: box.dataset.owner });
      drawDevice(box, await ask({ order: "state" }));
      box.querySelector("[data-device]:not([hidden])")?.closest("section")?.focus();
    });
  }

  document.addEventListener("submit", onSubmit);
  document.addEventListener("DOMContentLoaded", async () => {
    const bar = document.querySelector("[data-copy-at]");
    if (bar) showCopy(bar);
    await navigator.serviceWorker.register("/service-worker.js");
    const box = document.querySelector("[data-offline-device]");
    if (box) await watchDevice(box);
    window.setInterval(() => ask({ order: "sweep" }), MINUTE);
  });
})();
