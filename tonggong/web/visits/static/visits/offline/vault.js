// The list on this phone: taken along, opened with the PIN, locked when nobody uses it, wiped when its time is over.
"use strict";
import { fromBase64, packed, unpacked } from "./bytes.js";
import { newVault, openVault, seal, unseal } from "./seals.js";
import * as store from "./store.js";

const CLOCK_BACK = 5 * 60_000; // a clock set back further than this ends the list: its time can't be told any more
const MINUTE = 60_000;

// While unlocked: the key, the list and when somebody last did something. Nothing of it is stored.
export const open = { key: null, pack: null, used: 0 };

export const isOpen = () => open.key !== null;
export const touch = () => { open.used = Date.now(); };
export const lock = () => { open.key = null; open.pack = null; };
export const wipe = async () => { lock(); await store.wipe(); };

export const isThere = async () => (await store.get("kept", "lock")) !== undefined;
export const owner = () => store.get("kept", "owner");

const isOver = (times) => Date.now() > times.until || Date.now() < times.downloaded - CLOCK_BACK;

// Wipes the list when its time is over; says whether it did.
export const endIfOver = async () => {
  const times = await store.get("kept", "times");
  if (!times || !isOver(times)) return false;
  await wipe();
  return true;
};

export const isIdle = () => isOpen() && Date.now() - open.used > open.pack.limits.idle_minutes * MINUTE;

const keep = async (key, given, more = {}) => {
  const downloaded = Date.now();
  const pack = { ...given, downloaded };
  const times = { downloaded, until: downloaded + given.limits.pack_hours * 60 * MINUTE, wrong_pins: given.limits.wrong_pins };
  await store.keepAll({ ...more, pack: await seal(key, "pack", packed(pack)), times, owner: given.user });
  open.key = key;
  open.pack = pack;
  touch();
};

// Takes a list along under a new PIN.
export const begin = async (pin, given) => {
  const made = await newVault(pin);
  await keep(made.key, given, { lock: made.lock, tries: 0 });
};

// Takes a newer list along under the PIN that opened this one.
export const renew = (given) => keep(open.key, given);

// Opens the list: "open", "wrong" with the tries that are left, or "wiped". A try counts before it is made.
export const unlock = async (pin) => {
  if ((await endIfOver()) || !(await isThere())) return { state: "wiped" }; // over, or wiped in another window
  const [found, times, before] = await Promise.all([store.get("kept", "lock"), store.get("kept", "times"), store.get("kept", "tries")]);
  const tries = (before ?? 0) + 1;
  await store.put("kept", tries, "tries");
  const key = await openVault(pin, found);
  if (key) {
    const [pack] = unpacked(await unseal(key, "pack", await store.get("kept", "pack")));
    await store.put("kept", 0, "tries");
    open.key = key;
    open.pack = pack;
    touch();
    return { state: "open" };
  }
  if (tries < times.wrong_pins) return { state: "wrong", left: times.wrong_pins - tries };
  await wipe();
  return { state: "wiped" };
};

export const server = () => ({ name: fromBase64(open.pack.server.name), point: fromBase64(open.pack.server.point) });

// What is sealed to the vault: a form begun, an entry as its author may read it again, the words of a receipt.
export const hide = (bound, head, files) => seal(open.key, bound, packed(head, files));
export const reveal = async (bound, sealed) => {
  try {
    return unpacked(await unseal(open.key, bound, sealed));
  } catch {
    return null; // of an earlier list, whose key is gone
  }
};
