// The queue: leaving the reason brings the single keys back, and a decision under way can't be pressed twice.
"use strict";
(() => {
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && event.target.id === "reason") document.getElementById("case-name")?.focus();
  });
  let isBusy = false;
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (event.target.closest("#queue") === null || event.detail.requestConfig.verb !== "post") return;
    if (isBusy) event.preventDefault();
    isBusy = true;
  });
  document.addEventListener("htmx:afterRequest", () => { isBusy = false; });
})();
