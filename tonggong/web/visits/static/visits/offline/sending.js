// Sends what waits, takes the receipts. Nothing leaves the queue before the server has said that it holds it.
"use strict";
import { packed } from "./bytes.js";
import * as store from "./store.js";
import { seal } from "./seals.js";

const AT_ONCE = 10; // entries in one message
const BYTES_AT_ONCE = 4 * 1024 * 1024; // a weak network gets a message through before it is cut
const PATIENCE = 120_000;

// What an attempt came to: sent, nothing, offline, signed-out, refused (by the server as a whole), busy.
export const OFFLINE = "offline";
export const SIGNED_OUT = "signed-out";

const cookie = (name) => document.cookie.match(new RegExp(`(?:^|; )${name}=([^;]*)`))?.[1] ?? "";

// Asks the server; what is not JSON is its way of saying that nobody is signed in (or must first do something there).
export const ask = async (address, how = {}) => {
  let answer;
  try {
    answer = await fetch(address, { redirect: "manual", cache: "no-store", credentials: "same-origin", signal: AbortSignal.timeout(PATIENCE), ...how });
  } catch {
    return { state: OFFLINE };
  }
  if (answer.status >= 500) return { state: OFFLINE };
  if (!answer.headers.get("Content-Type")?.startsWith("application/json")) return { state: SIGNED_OUT, status: answer.status };
  try {
    return { state: answer.ok ? "ok" : "refused", status: answer.status, ...(await answer.json()) };
  } catch {
    return { state: OFFLINE }; // cut off in the middle
  }
};

const isDue = (row, user, canRead, chosen) => {
  if (!store.isUnsent(row) || (chosen && row.key !== chosen)) return false;
  if (row.state === "other") return row.not_for !== user;
  if (row.state === "refused") return row.key === chosen;
  return row.state === "waiting" || (row.state === "asked" && canRead);
};

const batches = (rows) => {
  const found = [];
  let bytes = Infinity;
  for (const row of rows) {
    if (bytes + row.sealed.byteLength > BYTES_AT_ONCE || found.at(-1).length >= AT_ONCE) { found.push([]); bytes = 0; }
    found.at(-1).push(row);
    bytes += row.sealed.byteLength;
  }
  return found;
};

// Words about a person are kept only under the worker's key. Is it locked, the entry stays and is asked about again:
// the server gives the same answer as often as it is asked.
const settle = async (answer, sent, vault, user) => {
  const words = vault && seal(vault, `words:${answer.key}`, packed({ said: answer.said, conflicts: answer.conflicts }));
  const sealedWords = words ? await words : null;
  await store.amend(answer.key, (row) => {
    if (row.saved_at !== sent.saved_at) return null; // mended while it was on the way: the answer is to the former one
    const now = { ...row, received_at: answer.received_at ?? null };
    if (["recorded", "already", "conflict"].includes(answer.state)) {
      const isPlain = answer.state !== "conflict" && !answer.attention;
      if (!isPlain && !vault) return { ...row, state: "asked" };
      return { ...now, state: isPlain ? "recorded" : "conflict", sealed: null, words: sealedWords };
    }
    if (answer.state === "refused") return vault ? { ...now, state: "refused", words: sealedWords } : { ...row, state: "asked" };
    if (answer.state === "other") return { ...row, state: "other", not_for: user };
    return row; // cut on the way: it goes again
  });
};

const attempt = async ({ addresses, vault, chosen }) => {
  const state = await ask(addresses.state);
  if (state.state !== "ok") return { state: state.state, sent: 0 };
  const rows = (await store.all("queue")).filter((row) => isDue(row, state.user, Boolean(vault), chosen)).sort((a, b) => a.saved_at - b.saved_at);
  let sent = 0;
  for (const batch of rows.length ? batches(rows) : []) {
    const form = new FormData();
    for (const row of batch) form.append(row.key, new Blob([row.sealed]), "entry");
    const answer = await ask(addresses.sync, { method: "POST", body: form, headers: { "X-CSRFToken": cookie("csrftoken") } });
    if (answer.state !== "ok") return { state: answer.state, sent, user: state.user };
    for (const one of answer.answers) {
      const row = batch.find((each) => each.key === one.key);
      if (row) await settle(one, row, vault, state.user);
      if (["recorded", "already", "conflict"].includes(one.state)) sent += 1;
    }
  }
  return { state: rows.length ? "sent" : "nothing", sent, user: state.user };
};

// Only one page of this device sends at a time.
export const send = (how) => navigator.locks.request("tonggong-sending", { ifAvailable: true }, (free) => (free ? attempt(how) : { state: "busy", sent: 0 }));

