/* What the pages do beyond HTML. Everything works without this file: it only makes it nicer.
   No eval, no inline handlers, no style attributes: the content security policy allows none. */
(function () {
  "use strict";

  const notice = () => document.getElementById("notice");

  function say(key) {
    const box = notice();
    if (!box) return;
    box.textContent = box.dataset[key] || "";
    box.classList.toggle("notice--shown", Boolean(box.textContent));
  }

  /* The design system sets itself up once for the page, and again for a part that is swapped in.
     Only its local components: a second set-up of page-wide ones would answer every key twice. */
  function initDesignSystem(part) {
    const system = window.DKFDS;
    if (!system) return;
    if (part === document) {
      system.init();
      return;
    }
    const local = { ".form-limit": "CharacterLimit", ".tooltip-wrapper": "Tooltip" };
    for (const [selector, name] of Object.entries(local)) {
      for (const element of part.querySelectorAll(selector)) {
        if (system[name]) new system[name](element).init();
      }
    }
    const summary = part.querySelector("[data-module='error-summary']");
    if (summary) new system.ErrorSummary(summary).init();
  }

  /* One press, one post: the key in the form makes a second harmless, this makes it rare. */
  function onSubmit(event) {
    const form = event.target;
    if (form.method !== "post" || event.defaultPrevented) return;
    if (form.getAttribute("aria-busy") === "true") {
      event.preventDefault();
      return;
    }
    form.setAttribute("aria-busy", "true");
    window.setTimeout(() => form.removeAttribute("aria-busy"), 8000); // a download leaves the page
  }

  function release() {
    for (const form of document.querySelectorAll("form[aria-busy='true']")) {
      form.removeAttribute("aria-busy");
    }
  }

  /* A file that is too big is told about at once, and again by the server. */
  function onFile(input) {
    const limit = Number(input.dataset.maxBytes || 0);
    const tooBig = limit && Array.from(input.files).some((file) => file.size > limit);
    const id = input.id + "-too-big";
    document.getElementById(id)?.remove();
    input.setCustomValidity(tooBig ? input.dataset.tooBig : "");
    if (!tooBig) return;
    const message = document.createElement("span");
    message.id = id;
    message.className = "form-error-message";
    message.setAttribute("role", "alert");
    message.textContent = input.dataset.tooBig;
    input.closest(".file-field")?.before(message);
  }

  /* Which files are chosen, in the page's language and not in the browser's. */
  function sayChosen(input) {
    const said = input.parentElement.querySelector(".file-field__chosen");
    if (!said) return;
    const names = Array.from(input.files).map((file) => file.name);
    said.textContent = names.length ? names.join(", ") : said.dataset.none;
    input.parentElement.classList.add("file-field--said");
  }

  function sayAllChosen(root) {
    for (const input of root.querySelectorAll(".form-file")) sayChosen(input);
  }

  function onChange(event) {
    const element = event.target;
    if (element.matches(".form-file")) sayChosen(element);
    if (element.matches("input[type='file'][data-max-bytes]")) onFile(element);
    if (element.matches("[data-submit]")) element.form.requestSubmit();
  }

  function onClick(event) {
    if (event.target.closest("[data-print]")) window.print();
    foldIn(event.target);
    const popover = event.target.closest("[popover] a");
    if (popover) popover.closest("[popover]").hidePopover?.();
  }

  /* What is folded out over the page folds in again by Escape, and by a press beside it. */
  function foldIn(beside) {
    for (const open of document.querySelectorAll("details[data-folds][open]")) {
      if (beside && open.contains(beside)) continue;
      open.open = false;
      if (!beside) open.querySelector("summary").focus();
    }
  }

  /* The end of the log-in is told some minutes before, and one press puts it off. The server says
     how many seconds are left, so a browser with a wrong clock counts right. */
  function watchSession(form) {
    const text = form.querySelector("[data-session-text]");
    let end = Date.now() + Number(form.dataset.left) * 1000;
    let stage = "";

    function tick() {
      const left = end - Date.now();
      const next = left <= 0 ? "over" : left <= Number(form.dataset.warn) * 1000 ? "soon" : "";
      if (next === stage) return;
      stage = next;
      form.classList.toggle("session-end--shown", Boolean(stage));
      form.classList.toggle("session-end--over", stage === "over");
      if (stage) text.textContent = form.dataset[stage];
    }

    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      try {
        const answer = await fetch(form.action, { method: "POST", body: new FormData(form) });
        end = Date.now() + Number(answer.headers.get("X-Session-Left")) * 1000;
        text.textContent = form.dataset.stayed;
        tick();
      } catch {
        say("network");
      }
    });
    window.setInterval(tick, 1000);
    tick();
  }

  document.addEventListener("DOMContentLoaded", () => initDesignSystem(document));
  document.addEventListener("DOMContentLoaded", () => sayAllChosen(document));
  document.addEventListener("DOMContentLoaded", () => {
    for (const form of document.querySelectorAll("[data-session-end]")) watchSession(form);
  });
  document.addEventListener("submit", onSubmit);
  document.addEventListener("change", onChange);
  document.addEventListener("click", onClick);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") foldIn(null);
  });
  window.addEventListener("pageshow", release);

  document.addEventListener("htmx:beforeRequest", () => say(""));
  document.addEventListener("htmx:afterRequest", release);
  document.addEventListener("htmx:afterSettle", (event) => initDesignSystem(event.detail.elt));
  document.addEventListener("htmx:afterSettle", () => sayAllChosen(document));
  document.addEventListener("htmx:sendError", () => say("network"));
  document.addEventListener("htmx:timeout", () => say("network"));
  document.addEventListener("htmx:responseError", (event) => {
    say([401, 403].includes(event.detail.xhr.status) ? "expired" : "failed");
  });
})();
