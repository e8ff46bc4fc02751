// The review of a declaration by single keys: J and K or the arrows go from thing to thing, 1 and 2 decide the one in hand.
// Without this script every thing has its own form and buttons; with the single keys turned off nothing here happens.
"use strict";
(() => {
  const list = document.querySelector("[data-review]");
  if (list === null || document.documentElement.dataset.keys === "off") return;
  const things = [...list.querySelectorAll("[data-item]")];
  if (!things.length) return;
  for (const hidden of document.querySelectorAll(".keys-hint[hidden], [data-review] kbd[hidden], [data-say][hidden]")) hidden.hidden = false;

  const asked = things.findIndex((one) => `#${one.id}` === location.hash);
  const waiting = things.findIndex((one) => one.hasAttribute("data-open"));
  let at = asked >= 0 ? asked : Math.max(waiting, 0);
  let isSent = false;

  const show = (to, isMoved) => {
    things[at].removeAttribute("aria-current");
    at = Math.min(Math.max(to, 0), things.length - 1);
    things[at].setAttribute("aria-current", "true");
    if (!isMoved) return;
    things[at].focus();
    document.getElementById("review-at").textContent = `第${at + 1}项，共${things.length}项`;
  };
  const decide = (verdict) => {
    const form = things[at].querySelector("form");
    const button = form?.querySelector(`[name=verdict][value=${verdict}]`);
    if (!button || isSent) return false;
    const reason = form.querySelector("[name=reason]");
    if (!reason.value.trim()) reason.value = button.dataset.ready;
    isSent = true;
    form.requestSubmit(button);
    return true;
  };
  const keys = {
    j: () => { show(at + 1, true); return true; },
    k: () => { show(at - 1, true); return true; },
    arrowdown: () => { show(at + 1, true); return true; },
    arrowup: () => { show(at - 1, true); return true; },
    1: () => decide("accept"),
    2: () => decide("refuse"),
    n: () => { const box = things[at].querySelector("[name=reason]"); box?.focus(); return box !== null; },
  };

  document.addEventListener("keydown", (event) => {
    const isTyping = event.target.closest("input, select, textarea, [contenteditable], dialog[open]") !== null;
    if (event.key === "Escape" && isTyping && things[at].contains(event.target)) { things[at].focus(); return; }
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || isTyping) return;
    const does = keys[event.key.toLowerCase()];
    if (does && does()) event.preventDefault();
  });
  list.addEventListener("focusin", (event) => {
    const here = things.findIndex((one) => one.contains(event.target));
    if (here >= 0 && here !== at) show(here, false);
  });
  window.addEventListener("pageshow", () => { isSent = false; });
  show(at, false);
  if (asked >= 0) things[at].focus();
})();
