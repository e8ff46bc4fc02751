// The page as a whole: which screen, what the band says, when is sent, when is locked.
"use strict";
import { hasLeft, finishLeaving } from "./leave.js";
import * as people from "./people.js";
import * as queue from "./queue.js";
import { canSeal, isWeak } from "./seals.js";
import { ask, OFFLINE, send, SIGNED_OUT } from "./sending.js";
import * as store from "./store.js";
import * as vault from "./vault.js";
import * as visit from "./visit.js";

const LOOK = 10_000; // how often is looked whether the list is to be locked
const AGAIN = 60_000; // how often is tried again while something waits
const byId = (id) => document.getElementById(id);
const main = byId("main");
const addresses = main.dataset;
let net = navigator.onLine ? "on" : OFFLINE; // "on", OFFLINE or SIGNED_OUT, as the last attempt found it
let isKept = false; // whether the page itself lies on the phone
let screen = "";

// --- screens

const show = (name, { focus = true } = {}) => {
  for (const each of main.querySelectorAll(".screen")) each.hidden = each.id !== name;
  screen = name;
  for (const tab of document.querySelectorAll("[data-go-screen]")) {
    const isHere = tab.dataset.goScreen === (name === "queue" ? "queue" : "people");
    if (isHere) tab.setAttribute("aria-current", "page"); else tab.removeAttribute("aria-current");
  }
  byId("tabs").hidden = name === "cannot" || name === "visit"; // a form has its own bar there
  document.querySelector("[data-lock]").hidden = !vault.isOpen();
  if (focus) { byId(`${name}-title`).focus({ preventScroll: true }); scrollTo(0, 0); }
};

const band = async () => {
  const { waiting } = await queue.overview();
  const rows = waiting ? `${waiting} 条待发送` : "";
  const words = {
    [OFFLINE]: ["现在没有网，可以照常记", waiting ? `${waiting} 条存在手机里，有网自动送出` : ""],
    [SIGNED_OUT]: [rows && "登录后发送", rows],
    on: [isKept ? "离线可用" : "正在把这一页存到手机", rows],
  }[net].filter(Boolean).join(" · ") || "离线可用";
  byId("band").dataset.net = net === OFFLINE ? "off" : "on";
  if (byId("said").textContent !== words) byId("said").textContent = words;
  byId("tab-count").textContent = waiting ? ` ${waiting}` : "";
  byId("queue-sign-in").hidden = !(net === SIGNED_OUT && waiting);
};

const refresh = async () => {
  await band();
  if (screen === "queue") await queue.show(acts);
  if (screen === "people" && vault.isOpen()) await showPeople({ focus: false });
};

// Who taps twice quickly goes where he tapped last, not where the slower screen leads.
let going = 0;
const onTheWay = () => {
  going += 1;
  const mine = going;
  return () => mine === going;
};

const showPeople = async (how) => {
  const isWanted = onTheWay();
  const [drafts, { saved }] = await Promise.all([visit.drafts(), queue.overview()]);
  if (!isWanted() || !vault.isOpen()) return;
  people.show(vault.open.pack, { begin: (person) => beginVisit(person, { draft: drafts.get(person.person) }), drafts, saved });
  show("people", how);
};

const showQueue = async () => {
  const isWanted = onTheWay();
  await queue.show(acts);
  if (isWanted()) show("queue");
};

// Wherever the list is: open, locked, or not there.
const showList = async () => {
  if (vault.isOpen()) return showPeople();
  const isWanted = onTheWay();
  const isThere = await vault.isThere();
  if (!isWanted()) return null;
  if (!isThere) return showSetup();
  byId("pin-now").value = "";
  return show("locked");
};

const showSetup = async (note = "") => {
  const isWanted = onTheWay();
  byId("setup-note").hidden = !note;
  byId("setup-note").querySelector("p").textContent = note;
  for (const part of ["setup-sign-in", "setup-no-net", "setup-refused", "setup-form"]) byId(part).hidden = true;
  const state = await ask(addresses.state);
  net = state.state === OFFLINE ? OFFLINE : state.state === SIGNED_OUT && state.status !== 403 ? SIGNED_OUT : "on";
  const part = { ok: "setup-form", [OFFLINE]: "setup-no-net", [SIGNED_OUT]: state.status === 403 ? "setup-refused" : "setup-sign-in" }[state.state] ?? "setup-refused";
  byId("setup-refused").querySelector("p").textContent = "您现在的岗位不记走访。换一个岗位，或者问县区残联。";
  byId(part).hidden = false;
  if (state.state === "ok") {
    byId("setup-form").querySelector("[data-hours]").textContent = state.limits.pack_hours;
    byId("setup-form").querySelector("[data-wrong]").textContent = state.limits.wrong_pins;
  }
  if (isWanted()) show("setup");
  await band();
};

// --- the list

const problem = (id, words) => {
  byId(`${id}-problem`).textContent = words;
  byId(`${id}-problem`).hidden = !words;
  byId(id).toggleAttribute("aria-invalid", Boolean(words));
  if (words) byId(id).focus();
};

const busy = async (form, act) => {
  const button = form.querySelector("button");
  if (button.getAttribute("aria-disabled")) return;
  button.setAttribute("aria-disabled", "true");
  try { await act(); } finally { button.removeAttribute("aria-disabled"); }
};

byId("setup-form").addEventListener("submit", (event) => {
  event.preventDefault();
  busy(event.target, async () => {
    const [pin, again] = [byId("pin"), byId("pin-again")];
    problem("pin-again", "");
    problem("pin", isWeak(pin.value) ? "口令太容易猜：至少 6 位，不要全一样，也不要连着" : "");
    if (isWeak(pin.value)) return;
    if (pin.value !== again.value) { problem("pin-again", "两遍不一样，请再写一遍"); return; }
    const given = await ask(addresses.day);
    if (given.state !== "ok") { await showSetup("名单没有取到，口令没有设。"); return; }
    await vault.begin(pin.value, given);
    pin.value = again.value = "";
    await navigator.storage?.persist?.();
    await showPeople();
    await trySending();
  });
});

byId("unlock").addEventListener("submit", (event) => {
  event.preventDefault();
  busy(event.target, async () => {
    const came = await vault.unlock(byId("pin-now").value);
    byId("pin-now").value = "";
    if (came.state === "wrong") problem("pin-now", `口令不对，还能试 ${came.left} 次；都错就清除名单，没送出的记录不会丢`);
    else if (came.state === "wiped") await showSetup("名单已经从这部手机清除。没送出的记录还封着，不会丢。");
    else {
      problem("pin-now", "");
      if (screen === "locked") await showPeople(); else await refresh();
      await trySending();
    }
  });
});

byId("renew").addEventListener("click", async () => {
  const given = await ask(addresses.day);
  if (given.state !== "ok") { net = given.state === OFFLINE ? OFFLINE : SIGNED_OUT; await band(); return; }
  if (given.user !== (await vault.owner())) { await strangerCame(); return; }
  await vault.renew(given);
  net = "on";
  await refresh();
});

const lock = async () => {
  if (visit.isOn()) await visit.stop();
  vault.lock();
  await showList();
  await band();
};

const strangerCame = async () => {
  if (visit.isOn()) await visit.stop();
  await vault.wipe();
  await showSetup("现在登录的是另一个账号，原来的名单已经清除。没送出的记录还封着，由记录的人登录后送。");
};

document.addEventListener("click", async (event) => {
  const go = event.target.closest("[data-go-screen]")?.dataset.goScreen;
  if (go) {
    if (visit.isOn()) await visit.stop();
    if (go === "queue") await showQueue(); else await showList();
  }
  if (event.target.closest("[data-lock]")) await lock();
  if (event.target.closest("[data-again]")) await showSetup();
  if (event.target.closest("[data-wipe]")) { await vault.wipe(); await showSetup("名单已经清除。没送出的记录还封着，不会丢。"); }
});
for (const kind of ["pointerdown", "keydown", "input"]) addEventListener(kind, vault.touch, { passive: true });

// --- visits

const beginVisit = (person, { draft, mend } = {}) => {
  onTheWay();
  visit.begin(person, {
    draft, mend,
    done: async () => { await showPeople(); await band(); await trySending(); },
    left: () => showPeople(),
  });
  show("visit");
  history.pushState({ screen: "visit" }, "");
};
addEventListener("popstate", async () => {
  if (!visit.isOn()) return;
  await visit.stop();
  await showList();
});

// --- sending

const trySending = async (chosen) => {
  const came = await send({ addresses, vault: vault.open.key, chosen });
  if (came.state === "busy") return;
  net = [OFFLINE, SIGNED_OUT].includes(came.state) ? came.state : "on";
  if (came.user !== undefined && (await vault.isThere()) && came.user !== (await vault.owner())) { await strangerCame(); return; }
  await refresh();
};

const acts = {
  send: (key) => trySending(key),
  mend: (own) => {
    const person = vault.open.pack.people.find((one) => one.person === own.head.person);
    if (person) beginVisit(person, { mend: own });
    else byId("said").textContent = "此人不在今天的名单里，先更新名单再改";
  },
  mark: async (key, state) => {
    await store.amend(key, (row) => ({ ...row, state }));
    await refresh();
  },
};

byId("send").addEventListener("click", () => trySending());
addEventListener("online", () => trySending());
addEventListener("offline", () => { net = OFFLINE; band(); });
document.addEventListener("visibilitychange", async () => {
  if (document.visibilityState === "hidden") { await visit.keepDraft(); return; }
  await look();
  await trySending();
});

// --- time

const look = async () => {
  if (hasLeft()) { await finishLeaving(); vault.lock(); await showSetup("您已经退出登录，名单已清除。没送出的记录还封着，不会丢。"); return; }
  if ((await vault.isThere()) && await vault.endIfOver()) { await showSetup("名单到时间了，已从这部手机清除。没送出的记录还封着，不会丢。"); return; }
  if (vault.isOpen() && !(await vault.isThere())) { // wiped in another window of this browser
    vault.lock();
    await showSetup("名单已经从这部手机清除。没送出的记录还封着，不会丢。");
    return;
  }
  if (vault.isIdle()) await lock();
};

const start = async () => {
  document.querySelector("form.display").hidden = false;
  if (!canSeal()) {
    byId("said").textContent = "这里不能离线用";
    show("cannot", { focus: false });
    return;
  }
  navigator.serviceWorker.register(addresses.worker);
  navigator.serviceWorker.ready.then(async () => { isKept = true; await band(); });
  if (await vault.endIfOver()) await showSetup("名单到时间了，已从这部手机清除。没送出的记录还封着，不会丢。");
  else await showList();
  document.documentElement.dataset.ready = "";
  await trySending();
  setInterval(look, LOOK);
  setInterval(async () => { if ((await queue.overview()).waiting && navigator.onLine) await trySending(); }, AGAIN);
};

await start();
