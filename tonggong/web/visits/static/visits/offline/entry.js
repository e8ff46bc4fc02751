// From what is ticked and typed to an entry, in the words that the server reads (the same as the online form's).
"use strict";
// The outcomes after which somebody was spoken with: the city's, handed over by the page as JSON.
const SPOKEN = new Set(JSON.parse(document.getElementById("main").dataset.spoken).map(String));
export const wasSpoken = (outcome) => SPOKEN.has(String(outcome));

const whole = (text) => (text ? Number(text) : undefined);
const list = (text) => (text ?? "").split(/[、，,；;\n]/).map((word) => word.trim()).filter(Boolean);
const yesOrNo = (text) => ({ yes: true, no: false })[text];
const filled = (part) => Object.fromEntries(
  Object.entries(part).filter(([, value]) => value !== undefined && value !== "" && !(Array.isArray(value) && !value.length)),
);
const orNothing = (part) => (Object.keys(part).length ? part : undefined);

// What the form shows before anything is typed: what the ledger believes.
export const prefilled = (person) => {
  const before = person.believes.verified ?? {};
  const says = { true: "yes", false: "no" };
  return {
    outcome: "1", method: "home", present: "self", checked: "",
    employed: person.believes.is_employed ? "yes" : "no",
    wish: before.wish ?? "",
    reason: person.believes.is_employed ? "" : String(before.reason ?? ""),
    condition: before.conditions ?? [],
    since: person.believes.is_employed ? "" : before.not_employed_since ?? "",
    sought: says[before.sought_last_month] ?? "",
    available: says[before.available_in_2_weeks] ?? "",
    kind: [], forms: [],
  };
};

const verification = (values) => {
  if (!values.checked) return undefined;
  const employed = values.employed === "yes";
  const confirmed = ["identity", "contact", "residence", "certificate", "work"];
  if (employed || values.reason) confirmed.push("reason");
  if (values.wish) confirmed.push("wish");
  return filled({
    confirmed, is_employed: employed, wish: values.wish, conditions: values.condition,
    reason: employed ? undefined : whole(values.reason),
    not_employed_since: employed ? undefined : values.since,
    sought_last_month: employed ? undefined : yesOrNo(values.sought),
    available_in_2_weeks: employed ? undefined : yesOrNo(values.available),
  });
};

const work = (values) => {
  if (values.checked !== "changed") return undefined;
  const ended = values.ended_spell ? filled({ spell: whole(values.ended_spell), on: values.ended_on, reason: values.ended_reason }) : undefined;
  return orNothing(filled({ form: values.job_form, unit_name: values.job_unit, started_on: values.job_start, wage_yuan: values.job_wage, ended }));
};

const need = (values) => {
  const kinds = (values.kind ?? []).map((kind) => filled({ kind, detail: kind === "other" ? values.kind_other : "" }));
  return orNothing(filled({
    kinds, jobs: list(values.jobs), forms: values.forms, distance_km: whole(values.distance), hours_per_week: whole(values.hours),
    wage_yuan_from: values.wage_from, at_home: values.at_home ? true : undefined, available_from: values.available_from,
    support: list(values.support), note: values.need_note,
  }));
};

export const entryOf = ({ key, person, values, started_at, ended_at }) => {
  const spoken = wasSpoken(values.outcome);
  const changed = values.checked === "changed" ? orNothing(filled({ phone: (values.phone ?? "").replace(/[\s-]/g, ""), residence: values.residence })) : undefined;
  const services = values.service_kind ? [filled({ kind: whole(values.service_kind), content: values.service_content, outcome: whole(values.service_outcome) })] : [];
  return filled({
    key, person: person.person, started_at, ended_at, offline: true, seen: person.seen,
    method: values.method, outcome: whole(values.outcome), present: spoken ? values.present : "", communication: spoken ? values.communication : "",
    changed: spoken ? changed : undefined,
    verification: spoken ? verification(values) : undefined,
    work: spoken ? work(values) : undefined,
    need: spoken ? need(values) : undefined,
    services, consents: spoken && values.consent_photo ? ["photo"] : [],
    satisfied: whole(values.satisfied), words: values.words, note: values.note, next_on: values.next_on,
  });
};

// One line about an entry, for the worker's own list.
export const inShort = (values, labels, papers) => {
  const parts = [labels.outcome[values.outcome]];
  if (wasSpoken(values.outcome)) {
    if (values.checked === "same") parts.push("没有变化");
    if (values.checked === "changed") parts.push("有变化");
    if (values.kind?.length) parts.push(`需要${values.kind.map((kind) => labels.kind[kind]).join("、")}`);
  }
  if (papers) parts.push(`${papers} 份材料`);
  return parts.filter(Boolean).join("，");
};
