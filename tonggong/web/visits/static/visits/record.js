// A visit's form, one group of questions a screen. Without this script the groups stand one under the other.
"use strict";
(() => {
  const form = document.querySelector("form[data-steps]");
  if (!form) return;
  const steps = [...form.querySelectorAll("[data-step]")];
  const back = form.querySelector("[data-back-step]");
  const next = form.querySelector("[data-next-step]");
  const save = form.querySelector("[data-save]");
  const where = document.querySelector("[data-where]");
  let current = 0;

  const show = (number, isMoved) => {
    current = Math.min(Math.max(number, 0), steps.length - 1);
    steps.forEach((step, n) => { step.hidden = n !== current; });
    const isLast = current === steps.length - 1;
    back.hidden = current === 0;
    next.hidden = isLast;
    save.hidden = !isLast;
    if (!isLast) next.textContent = `下一步：${steps[current + 1].dataset.step}`;
    where.textContent = `第 ${current + 1} 步，共 ${steps.length} 步：${steps[current].dataset.step}`;
    if (isMoved) {
      steps[current].querySelector("h2").focus({ preventScroll: true });
      window.scrollTo(0, 0);
    }
  };

  form.classList.add("steps-on");
  where.hidden = false;
  for (const one of form.querySelectorAll("[data-script]")) one.hidden = false;
  back.addEventListener("click", () => show(current - 1, true));
  next.addEventListener("click", () => show(current + 1, true));
  form.addEventListener("click", (event) => {
    if (!event.target.closest("[data-same]")) return;
    for (const box of steps[current].querySelectorAll("input[name=confirmed]")) box.checked = true;
    show(current + 1, true);
  });
  // An answer given in this visit is an answer confirmed in this visit.
  form.addEventListener("change", (event) => {
    const group = event.target.closest("[data-confirms]");
    if (group) form.querySelector(`input[name=confirmed][value=${group.dataset.confirms}]`).checked = true;
    if (event.target.name === "is_employed" && event.target.value === "yes") {
      for (const radio of form.querySelectorAll("input[name=reason]")) radio.checked = false;
    }
  });
  // Enter in a field goes on instead of saving half a form.
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target.matches("input") && current < steps.length - 1) {
      event.preventDefault();
      show(current + 1, true);
    }
  });
  // A link of the error summary leads into a step that may be hidden, and into a part that may be folded.
  const open = (id) => {
    const target = document.getElementById(id);
    if (!target) return;
    const step = target.closest("[data-step]");
    if (step) show(steps.indexOf(step), false);
    for (let fold = target.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
    const field = target.matches("input, select, textarea") ? target : target.querySelector("input");
    (field ?? target).focus();
  };
  for (const link of form.querySelectorAll("#errors a")) {
    link.addEventListener("click", (event) => { event.preventDefault(); open(link.hash.slice(1)); });
  }
  const first = form.querySelector("#errors a");
  const step = first && document.getElementById(first.hash.slice(1))?.closest("[data-step]");
  show(step ? steps.indexOf(step) : 0, false);
})();
