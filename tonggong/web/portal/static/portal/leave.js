// Leaving a quiet page at once. The neutral page takes its place in the history; where a sent form left a second entry,
// going back to it leads to the neutral page again, until she opens the page herself.
(() => {
  const LEFT = "left";
  const links = document.querySelectorAll("[data-leave]");
  const leave = () => {
    document.body.hidden = true;
    window.location.replace(links[0].href);
  };
  const cameBack = () => performance.getEntriesByType("navigation")[0]?.type === "back_forward";
  window.addEventListener("pageshow", (event) => {
    if (sessionStorage.getItem(LEFT) && (event.persisted || cameBack())) leave();
    else sessionStorage.removeItem(LEFT);
  });
  for (const link of links) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      sessionStorage.setItem(LEFT, "1");
      leave();
    });
  }
})();
