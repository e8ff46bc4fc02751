// Large type and high contrast: kept in a cookie (for the server) and in localStorage (where cookies are cleared), set before
// the first paint, switched without reloading. Without JavaScript the same buttons post to the display page.
"use strict";
(() => {
  const root = document.documentElement;
  const SETTINGS = { size: ["tg_size", "large"], contrast: ["tg_contrast", "high"] };

  const kept = (cookie) => {
    const found = document.cookie.match(new RegExp(`(?:^|; )${cookie}=([^;]*)`));
    if (found) return found[1];
    try { return localStorage.getItem(cookie); } catch { return null; }
  };
  const keep = (cookie, value) => {
    document.cookie = `${cookie}=${value}; path=/; max-age=31536000; samesite=lax`;
    try { localStorage.setItem(cookie, value); } catch { /* a browser that keeps nothing still has the cookie */ }
  };
  const show = (name, isOn) => {
    const [, value] = SETTINGS[name];
    if (isOn) root.dataset[name] = value; else delete root.dataset[name];
    for (const button of document.querySelectorAll(`[data-display] button[name=${name}]`)) {
      button.setAttribute("aria-pressed", String(isOn));
      button.value = isOn ? "normal" : value;
    }
  };
  for (const [name, [cookie, value]] of Object.entries(SETTINGS)) {
    const isOn = kept(cookie) === value;
    if (isOn !== (root.dataset[name] === value)) show(name, isOn);
  }
  document.addEventListener("DOMContentLoaded", () => {
    for (const name of Object.keys(SETTINGS)) show(name, root.dataset[name] === SETTINGS[name][1]);
  });
  document.addEventListener("submit", (event) => {
    const name = event.target.matches?.("[data-display]") ? event.submitter?.name : null;
    if (!name || !(name in SETTINGS)) return;
    event.preventDefault();
    const [cookie, value] = SETTINGS[name];
    const isOn = root.dataset[name] !== value;
    keep(cookie, isOn ? value : "normal");
    show(name, isOn);
  });
})();
