// What is locked on the device, and how. Two seals:
//  * the vault: a random key that only the worker's PIN unwraps (PBKDF2); for what he may read again;
//  * the envelope: to the server's public key (ECDH); nobody on the device can open it again.
// Neither PIN nor key is ever stored; the vault's key cannot be taken out of the page's memory.
"use strict";
import { joined, toBytes } from "./bytes.js";

const ROUNDS = 600_000;
const MARK = toBytes("TG1");
const INFO = toBytes("tonggong envelope 1");
const subtle = globalThis.crypto?.subtle;

export const canSeal = () => Boolean(subtle && globalThis.indexedDB && globalThis.navigator?.serviceWorker);
export const noise = (length) => crypto.getRandomValues(new Uint8Array(length));

const keyOfPin = async (pin, salt, rounds) => {
  const secret = await subtle.importKey("raw", toBytes(pin.normalize("NFKC")), "PBKDF2", false, ["deriveKey"]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt, iterations: rounds };
  return subtle.deriveKey(how, secret, { name: "AES-GCM", length: 256 }, false, ["wrapKey", "unwrapKey"]);
};

// A new vault: what is stored of it (its lock), and the key for as long as this page stays unlocked.
export const newVault = async (pin) => {
  const salt = noise(16);
  const iv = noise(12);
  const fresh = await subtle.generateKey({ name: "AES-GCM", length: 256 }, true, ["encrypt", "decrypt"]);
  const wrapped = await subtle.wrapKey("raw", fresh, await keyOfPin(pin, salt, ROUNDS), { name: "AES-GCM", iv });
  const lock = { salt, iv, rounds: ROUNDS, wrapped: new Uint8Array(wrapped) };
  return { lock, key: await openVault(pin, lock) };
};

// The vault's key, or null when the PIN is wrong.
export const openVault = async (pin, lock) => {
  const outer = await keyOfPin(pin, lock.salt, lock.rounds);
  try {
    return await subtle.unwrapKey("raw", lock.wrapped, outer, { name: "AES-GCM", iv: lock.iv }, "AES-GCM", false, ["encrypt", "decrypt"]);
  } catch {
    return null;
  }
};

export const seal = async (key, bound, bytes) => {
  const iv = noise(12);
  return joined(iv, await subtle.encrypt({ name: "AES-GCM", iv, additionalData: toBytes(bound) }, key, bytes));
};

export const unseal = async (key, bound, sealed) => new Uint8Array(
  await subtle.decrypt({ name: "AES-GCM", iv: sealed.subarray(0, 12), additionalData: toBytes(bound) }, key, sealed.subarray(12)),
);

export const toServer = async (server, bound, bytes) => {
  const curve = { name: "ECDH", namedCurve: "P-256" };
  const theirs = await subtle.importKey("raw", server.point, curve, false, []);
  const mine = await subtle.generateKey(curve, false, ["deriveBits"]);
  const point = new Uint8Array(await subtle.exportKey("raw", mine.publicKey));
  const shared = await subtle.importKey("raw", await subtle.deriveBits({ name: "ECDH", public: theirs }, mine.privateKey, 256), "HKDF", false, ["deriveKey"]);
  const how = { name: "HKDF", hash: "SHA-256", salt: point, info: INFO };
  const key = await subtle.deriveKey(how, shared, { name: "AES-GCM", length: 256 }, false, ["encrypt"]);
  return joined(MARK, server.name, point, await seal(key, bound, bytes));
};

// What is too easily guessed: shorter than six, one sign throughout, a run up or down.
export const isWeak = (pin) => {
  const codes = [...pin].map((sign) => sign.codePointAt(0));
  if (codes.length < 6) return true;
  const steps = new Set(codes.slice(1).map((code, place) => code - codes[place]));
  return steps.size === 1 && [-1, 0, 1].includes([...steps][0]);
};
