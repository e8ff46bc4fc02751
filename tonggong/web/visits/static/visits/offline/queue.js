// What waits, what was received, what came back: one line an entry, with what to do next.
"use strict";
import * as store from "./store.js";
import * as vault from "./vault.js";

const byId = (id) => document.getElementById(id);
const STATES = {
  waiting: ["running", "crane", "还没送出"],
  asked: ["info", "crane", "送到了，打开名单后看回执"],
  recorded: ["done", "reed", "已收到"],
  conflict: ["warn", "grain", "已收到，两边不同"],
  refused: ["refused", "seal-red", "没有收下"],
  other: ["waiting", "waiting", "另一个账号记的"],
  dropped: ["waiting", "waiting", "不送了"],
};

const shape = (name) => document.querySelector(`[data-shape=${name}]`).content.cloneNode(true);
const moment = (instant) => new Date(instant).toLocaleString("zh-CN", { month: "long", day: "numeric", hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
const paragraph = (words, className = "") => Object.assign(document.createElement("p"), { textContent: words, className });

const cell = (tag, words, scope) => {
  const made = Object.assign(document.createElement(tag), { textContent: words });
  if (scope) made.setAttribute("scope", scope);
  return made;
};

const bothSides = (conflicts) => {
  const frame = byId("both-sides").content.cloneNode(true).firstElementChild;
  frame.querySelector("tbody").append(...conflicts.map((one) => {
    const row = Object.assign(document.createElement("tr"), { className: "differs" });
    row.append(cell("th", one.title, "row"), cell("td", one.ledger), cell("td", one.said));
    return row;
  }));
  return frame;
};

const details = (row, words) => {
  if (!words) return [];
  const said = words.said.map((line) => paragraph(line, row.state === "refused" ? "problem" : "quiet"));
  if (!words.conflicts.length) return said;
  return [...said, paragraph("这一项别人也改过。两边都留着，由您或县区残联看过再定，没有被盖掉："), bothSides(words.conflicts)];
};

const button = (words, act, isMain = false) => {
  const made = Object.assign(document.createElement("button"), { type: "button", className: `button${isMain ? " main" : ""}`, textContent: words });
  made.addEventListener("click", act);
  return made;
};

const buttons = (row, own, acts) => {
  if (row.state === "refused") {
    return [own && button("改一改", () => acts.mend(own), true), button("再送一次", () => acts.send(row.key)), button("不送了", () => acts.mark(row.key, "dropped"))].filter(Boolean);
  }
  if (row.state === "dropped") return [button("还是要送", () => acts.mark(row.key, "waiting"))];
  return [];
};

const when = (row) => {
  const saved = `${moment(row.saved_at)} 存下`;
  if (row.received_at) return `${saved}，回执 ${row.key.slice(0, 8).toUpperCase()}，${moment(row.received_at)} 收到`;
  return `${saved}，封在手机里`;
};

const line = async (row, acts) => {
  const known = vault.isOpen() && row.own ? await vault.reveal(`own:${row.key}`, row.own) : null;
  const words = vault.isOpen() && row.words ? await vault.reveal(`words:${row.key}`, row.words) : null;
  const made = byId("queue-row").content.cloneNode(true).firstElementChild;
  const find = (selector) => made.querySelector(selector);
  const [shapeName, colour, state] = STATES[row.state];
  find("[data-state]").classList.add(colour);
  find("[data-state]").append(shape(shapeName), state);
  find("[data-name]").textContent = known?.[0].name ?? "一条走访记录";
  find("[data-short]").textContent = known?.[0].short ?? "封着，只有服务器打得开";
  find("[data-when]").textContent = when(row);
  find("[data-detail]").append(...details(row, words?.[0]));
  find("[data-buttons]").append(...buttons(row, known && { head: known[0], files: known[1] }, acts));
  return made;
};

export const isWaiting = (row) => store.isUnsent(row) && row.state !== "dropped";

// Counts what waits, and says of each person on the list whether this phone holds an entry.
export const overview = async () => {
  const rows = await store.all("queue");
  const saved = new Map();
  for (const row of rows) {
    const known = vault.isOpen() && row.own ? await vault.reveal(`own:${row.key}`, row.own) : null;
    if (known) saved.set(known[0].person, isWaiting(row) ? "已存下" : "已收到");
  }
  return { waiting: rows.filter(isWaiting).length, saved };
};

export const show = async (acts) => {
  const rows = (await store.all("queue")).sort((a, b) => b.saved_at - a.saved_at);
  const lines = await Promise.all(rows.map((row) => line(row, acts)));
  byId("queue-rows").replaceChildren(...lines);
  byId("queue-none").hidden = rows.length > 0;
  byId("send").hidden = !rows.some(isWaiting);
  byId("queue-asof").textContent = "没送出的都封着：这部手机也打不开，只有服务器打得开";
};
