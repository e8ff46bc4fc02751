// Leaving a quiet page at once: the neutral page takes its place in the history, so that going back does not show it.
(() => {
  for (const link of document.querySelectorAll("[data-leave]")) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      document.body.hidden = true;
      window.location.replace(link.href);
    });
  }
})();
