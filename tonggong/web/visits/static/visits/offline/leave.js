// Signed out: what can be read on this device goes at once; what was not sent stays sealed to the server.
// Runs on the sign-in page, and again before the offline page opens, whichever is reached first.
import { wipe } from "./store.js";
const LEFT = "tg_left";

export const hasLeft = () => new RegExp(`(?:^|; )${LEFT}=1`).test(document.cookie);

export const finishLeaving = async () => {
  if (!hasLeft() || !globalThis.indexedDB) return false;
  await wipe();
  document.cookie = `${LEFT}=; path=/; max-age=0; samesite=lax`;
  return true;
};

await finishLeaving();
