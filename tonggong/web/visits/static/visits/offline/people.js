// The day's people, by place, in the order in which the server put them.
"use strict";
const byId = (id) => document.getElementById(id);
const dayInWords = (iso) => {
  const [year, month, day] = iso.split("-").map(Number);
  return `${year}年${month}月${day}日`;
};

const card = (person, number, { begin, draft, saved }) => {
  const one = byId("person-card").content.cloneNode(true).firstElementChild;
  const find = (selector) => one.querySelector(selector);
  find(".no").textContent = String(number);
  find("[data-name]").textContent = person.name;
  find("[data-age]").textContent = `${person.age} 岁`;
  find("[data-reason]").textContent = (person.reasons ?? []).join("；");
  find("[data-more]").textContent = [person.last_on ? `上次走访 ${dayInWords(person.last_on)}` : "还没有走访过", person.by_text ? "发短信或写字，不打电话" : ""].filter(Boolean).join("。");
  const visit = find("[data-visit]");
  visit.setAttribute("aria-label", `记走访 ${person.name}`);
  if (draft) visit.textContent = "接着填";
  visit.addEventListener("click", () => begin(person));
  const call = find("[data-call]");
  if (person.phone) {
    call.href = `${person.by_text ? "sms" : "tel"}:${person.phone}`;
    call.textContent = person.by_text ? "发短信" : "打电话";
    call.setAttribute("aria-label", `${call.textContent} ${person.name}`);
  } else call.remove();
  if (saved) {
    find("[data-tag]").hidden = false;
    find("[data-tag]").classList.add("reed");
    find("[data-tag]").append(document.querySelector("[data-shape=done]").content.cloneNode(true), saved);
  }
  return one;
};

// `drafts` holds persons with a form begun, `saved` the persons with an entry on this phone, as words.
export const show = (pack, { begin, drafts, saved }) => {
  byId("people-title").textContent = `今天 ${pack.people.length} 人`;
  byId("people-asof").textContent = [`${dayInWords(pack.day)}存的名单`, [pack.place, pack.worker].filter(Boolean).join(" ")].join("　·　");
  byId("people-none").hidden = pack.people.length > 0;
  const list = byId("people-list");
  list.replaceChildren();
  const places = Map.groupBy ? Map.groupBy(pack.people, (person) => person.place) : grouped(pack.people);
  let number = 0;
  let isFirst = true;
  for (const [place, people] of places) {
    const head = document.createElement("h2");
    head.className = "place";
    head.append(place || "没有登记住址", Object.assign(document.createElement("span"), { className: "quiet small", textContent: `${people.length} 人` }));
    const rows = document.createElement("ul");
    for (const person of people) {
      number += 1;
      const one = card(person, number, { begin, draft: drafts.has(person.person), saved: saved.get(person.person) });
      if (isFirst && !saved.has(person.person)) {
        one.classList.add("next");
        one.querySelector("[data-visit]").classList.add("main");
        isFirst = false;
      }
      rows.append(one);
    }
    list.append(head, rows);
  }
};

const grouped = (people) => {
  const found = new Map();
  for (const person of people) found.set(person.place, [...(found.get(person.place) ?? []), person]);
  return found;
};
