// What lies in the device's database (IndexedDB). Every value that says something about a person comes here sealed.
//   kept   lock, pack, server key, times, number of wrong PINs
//   drafts forms begun, sealed to the vault
//   queue  one row an entry: `sealed` for the server, `own` for the worker (gone after a wipe), what the server answered
"use strict";
const NAME = "tonggong-offline";
const STORES = { kept: undefined, drafts: undefined, queue: { keyPath: "key" } };

let opening = null;
const opened = () => {
  opening ??= new Promise((done, failed) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => {
      for (const [store, how] of Object.entries(STORES)) request.result.createObjectStore(store, how);
    };
    request.onsuccess = () => {
      request.result.onversionchange = () => { request.result.close(); opening = null; };
      done(request.result);
    };
    request.onerror = () => { opening = null; failed(request.error); };
  });
  return opening;
};

// Runs steps in one transaction and waits until it is on the disk: what was said to be kept is kept.
const within = async (stores, mode, steps) => {
  const base = await opened();
  return new Promise((done, failed) => {
    const work = base.transaction(stores, mode, { durability: "strict" });
    let answer;
    work.oncomplete = () => done(answer?.result);
    work.onerror = work.onabort = () => failed(work.error);
    answer = steps(...stores.map((store) => work.objectStore(store)));
  });
};

export const get = (store, key) => within([store], "readonly", (rows) => rows.get(key));
export const all = (store) => within([store], "readonly", (rows) => rows.getAll());
export const allKeys = (store) => within([store], "readonly", (rows) => rows.getAllKeys());
export const put = (store, value, key) => within([store], "readwrite", (rows) => { rows.put(value, key); });
export const remove = (store, key) => within([store], "readwrite", (rows) => { rows.delete(key); });
export const keepAll = (values) => within(["kept"], "readwrite", (kept) => {
  for (const [key, value] of Object.entries(values)) kept.put(value, key);
});

// An entry and the end of its draft in one step: killed in between, there is never both and never neither.
export const enqueue = (row, draft) => within(["queue", "drafts"], "readwrite", (queue, drafts) => {
  queue.put(row);
  if (draft) drafts.delete(draft);
});

// Changes a row of the queue as it is now, never as it was read before an answer of the network.
export const amend = (key, change) => within(["queue"], "readwrite", (queue) => {
  const reading = queue.get(key);
  reading.onsuccess = () => {
    const row = reading.result && change(reading.result);
    if (row) queue.put(row);
  };
});

export const isUnsent = (row) => row.sealed !== null;

// Takes everything readable away. What was not sent stays, sealed to the server alone.
export const wipe = () => within(["kept", "drafts", "queue"], "readwrite", (kept, drafts, queue) => {
  kept.clear();
  drafts.clear();
  const reading = queue.openCursor();
  reading.onsuccess = () => {
    const at = reading.result;
    if (!at) return;
    if (isUnsent(at.value)) at.update({ ...at.value, own: null, words: null }); else at.delete();
    at.continue();
  };
});
