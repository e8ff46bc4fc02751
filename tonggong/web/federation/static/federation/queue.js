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
  // Nothing was decided and nothing is lost: say so where everybody sees it, and leave the case as it stands.
  const fail = (event) => {
    if (event.target.closest("#queue") === null) return;
    const said = document.getElementById("messages");
    const note = document.createElement("p");
    note.className = "note seal-red";
    note.textContent = "没有送到，这条还没有裁定。请再按一次。";
    said.replaceChildren(note);
  };
  document.addEventListener("htmx:responseError", fail);
  document.addEventListener("htmx:sendError", fail);
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.target.id === "queue") document.getElementById("messages")?.replaceChildren();
  });
})();
