// The pass: a scanned code stands behind '#', which is sent nowhere; put it into the field and out of the address. Printing.
document.addEventListener("DOMContentLoaded", () => {
  for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }
  const form = document.querySelector("form[data-pass]");
  if (form && location.hash.length > 1) {
    form.elements.code.value = decodeURIComponent(location.hash.slice(1));
    history.replaceState(null, "", location.pathname);
    form.elements.said.focus();
  }
});
