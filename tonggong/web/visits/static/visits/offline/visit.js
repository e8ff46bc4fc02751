// The form of one visit, a group of questions a screen; what is typed is kept sealed as it is typed.
"use strict";
import { packed } from "./bytes.js";
import { entryOf, inShort, prefilled, wasSpoken } from "./entry.js";
import * as papers from "./papers.js";
import { toServer } from "./seals.js";
import * as store from "./store.js";
import * as vault from "./vault.js";

const LISTS = new Set(["condition", "kind", "forms"]);
const byId = (id) => document.getElementById(id);
const form = byId("visit-form");
const steps = [...form.querySelectorAll("[data-step]")];
let now = null; // the visit on the screen: person, key, started_at, draft, files, step
let recording = null;
let keeping = Promise.resolve();

const read = () => {
  const values = {};
  for (const [name, value] of new FormData(form)) {
    if (LISTS.has(name)) (values[name] ??= []).push(value); else values[name] = value;
  }
  return values;
};
const write = (values) => {
  for (const control of form.elements) {
    if (!control.name) continue;
    const value = values[control.name];
    if (["radio", "checkbox"].includes(control.type)) control.checked = Array.isArray(value) ? value.includes(control.value) : value === control.value;
    else control.value = value ?? "";
  }
};
const checkedLabel = (control) => control.closest("label").textContent.trim();
const labelsOf = (name) => Object.fromEntries([...form.querySelectorAll(`[name=${name}]`)].map((control) => [control.value, checkedLabel(control)]));
const option = (value, words) => Object.assign(document.createElement("option"), { value, textContent: words });

// --- drafts

const headNow = () => ({ person: now.person.person, key: now.key, started_at: now.started_at, values: read(), papers: now.files.map(({ data, ...said }) => said) });

// Kept one after the other: an older state never comes to lie over a newer one.
export const keepDraft = () => {
  const visit = now;
  if (!visit || !vault.isOpen()) return keeping;
  const head = headNow();
  const files = visit.files.map((file) => file.data);
  keeping = keeping.then(async () => {
    if (now !== visit || !vault.isOpen()) return;
    await store.put("drafts", { id: visit.draft, sealed: await vault.hide("draft", head, files) }, visit.draft);
  });
  return keeping;
};

export const drafts = async () => {
  const found = new Map();
  for (const row of await store.all("drafts")) {
    const known = await vault.reveal("draft", row.sealed);
    if (known) found.set(known[0].person, { id: row.id, head: known[0], files: known[1] });
  }
  return found;
};

// --- steps

const way = () => (wasSpoken(read().outcome) ? steps : [steps[0], steps[3]]);

const adapt = () => {
  const values = read();
  const spoken = wasSpoken(values.outcome);
  const employed = values.employed === "yes";
  for (const part of form.querySelectorAll("[data-spoken]")) part.hidden = !spoken;
  for (const part of form.querySelectorAll("[data-when]")) part.hidden = (part.dataset.when === "yes") !== employed;
  byId("reason-group").hidden = employed;
  byId("changes").hidden = values.checked !== "changed";
  form.querySelector("[data-checked=changed]").setAttribute("aria-expanded", String(values.checked === "changed"));
  byId("ended").hidden = !now.person.jobs.length;
  byId("other-group").hidden = !values.kind?.includes("other");
  byId("consent").hidden = !now.files.some((file) => file.kind !== "voice");
  const whole = way();
  const place = whole.indexOf(steps[now.step]);
  byId("onwards").textContent = whole[place + 1] ? `下一步：${whole[place + 1].dataset.step}` : "存下这次走访";
};

const goTo = (step, isMove = true) => {
  const whole = way();
  now.step = steps.indexOf(step);
  for (const each of steps) each.hidden = each !== step;
  byId("visit-problems").hidden = true;
  const place = whole.indexOf(step);
  byId("visit-step").textContent = `第 ${place + 1} 步，共 ${whole.length} 步：${step.dataset.step}`;
  document.querySelectorAll(".way-bar rect").forEach((bar, number) => {
    bar.classList.toggle("done", number < now.step);
    bar.classList.toggle("here", number === now.step);
  });
  form.querySelector("[data-step-back]").textContent = place ? "上一步" : "先不记了";
  adapt();
  if (isMove) {
    step.querySelector("h2").focus({ preventScroll: true });
    scrollTo(0, 0);
  }
};

// --- what must be right before a step is left; the server reads everything again

const AMOUNT = /^\d+(\.\d{1,2})?$/;
const CHECKS = {
  见面: (values) => [
    !values.outcome && ["outcome", "请选走访结果"],
    !values.method && ["method", "请选怎么联系的"],
    wasSpoken(values.outcome) && !values.present && ["present", "请选谁回答的"],
  ],
  核对: (values) => {
    if (!values.checked) return [];
    const found = [
      !values.wish && ["wish", "请选想就业吗；问不清的选“说不清”"],
      values.employed !== "yes" && !values.reason && ["reason", "请选没有工作的原因"],
    ];
    if (values.checked === "same") return found;
    const phone = (values.phone ?? "").replace(/[\s-]/g, "");
    const hasJob = values.job_form || values.job_unit || values.job_start || values.job_wage;
    return [
      ...found,
      phone && !/^\d+$/.test(phone) && ["phone", "电话只写数字"],
      /^1\d*$/.test(phone) && phone.length !== 11 && ["phone", `手机号是 11 位，现在 ${phone.length} 位`],
      hasJob && !values.job_form && ["job_form", "请选新工作的就业形式"],
      values.job_wage && !AMOUNT.test(values.job_wage) && ["job_wage", `“${values.job_wage}”不是数字，请用数字写，例如 2000`],
      hasJob && !values.job_start && ["job_start", "请写新工作哪天开始"],
      values.ended_spell && !values.ended_on && ["ended_on", "请写原来的工作哪天结束"],
    ];
  },
  需求: (values) => [
    values.kind?.includes("other") && !values.kind_other && ["kind_other", "选了“别的”，请写是什么"],
    (values.forms?.length ?? 0) > 3 && ["forms", "就业形式最多选三种"],
    ...["distance", "hours"].map((name) => values[name] && !/^\d+$/.test(values[name]) && [name, `“${values[name]}”不是整数，请用数字写，例如 10`]),
    values.wage_from && !AMOUNT.test(values.wage_from) && ["wage_from", `“${values.wage_from}”不是数字，请用数字写，例如 2000`],
  ],
  记下: (values) => [
    values.service_kind && !values.service_content && ["service_content", "请写做了什么"],
    !values.service_kind && values.service_content && ["service_kind", "请选服务类别"],
    values.next_on && values.next_on < vault.open.pack.day && ["next_on", "下次联系不能早于今天"],
  ],
};

const isRight = (step) => {
  const wrong = CHECKS[step.dataset.step](read()).filter(Boolean);
  for (const control of form.querySelectorAll("[aria-invalid]")) control.removeAttribute("aria-invalid");
  return complain(wrong);
};

const complain = (wrong) => {
  const box = byId("visit-problems");
  box.hidden = !wrong.length;
  box.querySelector("ul").replaceChildren(...wrong.map(([name, words]) => {
    const control = form.querySelector(`[name=${name}]`);
    control?.setAttribute("aria-invalid", "true");
    const go = Object.assign(document.createElement("button"), { type: "button", className: "link-button", textContent: words });
    go.addEventListener("click", () => { control?.closest("details")?.setAttribute("open", ""); control?.focus(); });
    const line = document.createElement("li");
    line.append(control ? go : words);
    return line;
  }));
  if (wrong.length) { box.focus(); box.scrollIntoView({ block: "center" }); }
  return !wrong.length;
};

const onwards = async () => {
  const step = steps[now.step];
  if (step.dataset.step === "核对" && !read().checked) {
    complain([["", "请按“没有变化”或“有变化”；这次没有核对，按下面的“跳过”"]]);
    return;
  }
  if (!isRight(step)) return;
  const whole = way();
  const next = whole[whole.indexOf(step) + 1];
  if (next) goTo(next); else await save();
};

// --- keeping the entry

const save = async () => {
  const visit = now;
  const values = read();
  const { pack } = vault.open;
  const ended_at = new Date().toISOString();
  const entry = entryOf({ ...visit, values, ended_at });
  const said = visit.files.map(({ kind, title, type }) => ({ kind, title, type }));
  const parcel = packed({ token: pack.token, downloaded: pack.downloaded, entry, papers: said }, visit.files.map((file) => file.data));
  if (parcel.byteLength > pack.limits.entry_kib * 1024) {
    complain([["", "照片和录音太多，一次送不了。请去掉几份，另记一次再附"]]);
    return;
  }
  const short = inShort(values, { outcome: labelsOf("outcome"), kind: labelsOf("kind") }, visit.files.length);
  const own = await vault.hide(`own:${visit.key}`, { ...headNow(), name: visit.person.name, short }, visit.files.map((file) => file.data));
  const sealed = await toServer(vault.server(), visit.key, parcel);
  await keeping;
  now = null;
  await store.enqueue({ key: visit.key, state: "waiting", saved_at: Date.now(), sealed, own, words: null, received_at: null }, visit.draft);
  visit.done(visit.person);
};

// --- papers

const showPapers = () => {
  byId("papers").replaceChildren(...now.files.map((file, place) => {
    const line = document.createElement("li");
    const remove = Object.assign(document.createElement("button"), { type: "button", className: "link-button", textContent: "去掉" });
    remove.setAttribute("aria-label", `去掉第 ${place + 1} 份：${file.words}`);
    remove.addEventListener("click", () => { now.files.splice(place, 1); showPapers(); keepDraft(); });
    line.append(file.words, remove);
    return line;
  }));
  adapt();
};

const addPaper = async (making) => {
  const visit = now;
  byId("paper-problem").hidden = true;
  try {
    const made = await making;
    if (!made || now !== visit) return;
    now.files.push(made);
    showPapers();
    await keepDraft();
  } catch (problem) {
    if (!(problem instanceof papers.PaperRefused)) throw problem;
    byId("paper-problem").textContent = problem.message;
    byId("paper-problem").hidden = false;
  }
};

byId("photo").addEventListener("change", async (event) => {
  for (const file of [...event.target.files]) await addPaper(papers.photo(file));
  event.target.value = "";
});
byId("record").addEventListener("click", async (event) => {
  const button = event.currentTarget;
  if (recording) { recording.stop(); return; }
  await addPaper((async () => {
    recording = await papers.record();
    button.textContent = "说完了";
    button.setAttribute("aria-pressed", "true");
    try {
      return await recording.done;
    } finally {
      recording = null;
      button.textContent = "说一段话";
      button.setAttribute("aria-pressed", "false");
    }
  })());
});
byId("record").hidden = !papers.canRecord();

// --- the form as a whole

form.addEventListener("submit", (event) => { event.preventDefault(); onwards(); });
form.addEventListener("change", (event) => { if (event.target.id !== "photo") { adapt(); keepDraft(); } });
form.addEventListener("click", (event) => {
  const choice = event.target.closest("[data-checked]")?.dataset.checked;
  if (choice !== undefined) {
    form.elements.checked.value = choice;
    adapt();
    keepDraft();
    if (choice === "changed") byId("phone").focus(); else if (choice === "" || isRight(steps[1])) goTo(way()[2] ?? way()[1]); else form.elements.checked.value = "";
  }
  if (event.target.closest("[data-step-back]")) {
    const whole = way();
    const before = whole[whole.indexOf(steps[now.step]) - 1];
    if (before) goTo(before); else leave();
  }
});
for (const button of document.querySelectorAll("[data-leave-visit]")) button.addEventListener("click", () => leave());

const leave = async () => {
  const visit = now;
  await stop();
  visit?.left();
};

// Puts the form away: what was typed is a draft.
export const stop = async () => {
  recording?.stop();
  await keepDraft();
  now = null;
};

export const isOn = () => now !== null;

// Opens the form for a person: empty, from a draft, or from an entry that is to be mended.
export const begin = (person, { draft, mend, done, left }) => {
  const source = draft ?? mend;
  now = {
    person, done, left, step: 0,
    key: source?.head.key ?? crypto.randomUUID(),
    started_at: source?.head.started_at ?? new Date().toISOString(),
    draft: draft?.id ?? crypto.randomUUID(),
    files: (source?.head.papers ?? []).map((said, place) => ({ ...said, data: source.files[place] })),
  };
  byId("visit-title").textContent = person.name;
  byId("believes").replaceChildren(...person.facts.flatMap(([label, words]) => [
    Object.assign(document.createElement("dt"), { textContent: label }), Object.assign(document.createElement("dd"), { textContent: words }),
  ]));
  byId("needs-before").hidden = !person.needs.length;
  byId("needs-before").textContent = `登记过，还没有满足：${person.needs.join("、")}`;
  byId("residence").replaceChildren(option("", "没有搬"), ...vault.open.pack.townships.map(([code, name]) => option(code, name)));
  byId("ended_spell").replaceChildren(option("", ""), ...person.jobs.map(([key, words]) => option(String(key), words)));
  for (const more of form.querySelectorAll("details")) more.open = false;
  write(source?.head.values ?? prefilled(person));
  showPapers();
  goTo(steps[0], false);
};
