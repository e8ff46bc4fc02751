// The frame's own behaviour: shortcuts, the list of shortcuts, showing a password, going back, menus that close.
"use strict";
(() => {
  const dialog = document.getElementById("keys");
  const isTyping = (target) => target.closest("input, select, textarea, [contenteditable], dialog[open]") !== null;
  const areKeysOn = () => document.documentElement.dataset.keys !== "off";
  let afterG = 0;

  const openKeys = () => { if (dialog && !dialog.open) dialog.showModal(); };
  const press = (selector) => {
    const control = document.querySelector(selector);
    if (!control) return false;
    control.focus();
    if (!control.matches("input, textarea, select")) control.click();
    return true;
  };

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      for (const open of document.querySelectorAll("details.who[open], .tools details[open]")) {
        open.open = false;
        open.querySelector("summary").focus();
      }
    }
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || !areKeysOn() || isTyping(event.target)) return;
    const key = event.key.toLowerCase();
    const isQueue = document.querySelector("[data-queue]") !== null;
    let done = false;
    if (key === "/") done = press("[data-search]");
    else if (key === "?") { openKeys(); done = true; }
    else if (!isQueue && afterG > Date.now() - 1500) { afterG = 0; done = press(`[data-go="${CSS.escape(key)}"]`); }
    else if (!isQueue && key === "g") { afterG = Date.now(); done = true; }
    else done = press(`[data-key="${CSS.escape(key)}"]`);
    if (done) event.preventDefault();
  });

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-open-keys]") && dialog) { event.preventDefault(); openKeys(); }
    if (event.target.closest("[data-back]")) history.back();
    const show = event.target.closest("[data-show]");
    if (show) {
      const input = document.getElementById(show.dataset.show);
      const isHidden = input.type === "password";
      input.type = isHidden ? "text" : "password";
      show.textContent = isHidden ? "隐藏密码" : "显示密码";
      input.focus();
    }
    for (const open of document.querySelectorAll("details.who[open], .tools details[open]")) {
      if (!open.contains(event.target)) open.open = false;
    }
  });

  const ready = () => {
    for (const hidden of document.querySelectorAll("[data-show][hidden], [data-back][hidden]")) hidden.hidden = false;
    // What is to be mended must not lie in something folded away.
    for (const link of document.querySelectorAll("#errors a[href^='#']")) {
      const folded = document.getElementById(link.hash.slice(1))?.closest("details:not([open])");
      if (folded) folded.open = true;
    }
    document.querySelector("#errors:not([data-still])")?.focus();
  };
  ready();
  // What a swap changed gets the focus when it asks for it, so that a screen reader goes where the eye goes.
  document.addEventListener("htmx:afterSwap", (event) => {
    ready();
    event.target.querySelector?.("[data-focus]")?.focus();
  });
})();
