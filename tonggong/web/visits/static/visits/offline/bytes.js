// Bytes in and out: text, base64url, and one parcel of a JSON head with files behind it.
"use strict";
const encoder = new TextEncoder();
const decoder = new TextDecoder();

export const toBytes = (text) => encoder.encode(text);
export const toText = (bytes) => decoder.decode(bytes);

export const joined = (...parts) => {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.byteLength, 0));
  let place = 0;
  for (const part of parts) {
    whole.set(new Uint8Array(part.buffer ?? part, part.byteOffset ?? 0, part.byteLength), place);
    place += part.byteLength;
  }
  return whole;
};

export const fromBase64 = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));

// Four bytes say how long the head is; the head says how long each file is.
export const packed = (head, files = []) => {
  const json = toBytes(JSON.stringify({ ...head, sizes: files.map((file) => file.byteLength) }));
  const length = new Uint8Array(4);
  new DataView(length.buffer).setUint32(0, json.byteLength);
  return joined(length, json, ...files);
};

export const unpacked = (parcel) => {
  const length = new DataView(parcel.buffer, parcel.byteOffset, 4).getUint32(0);
  const head = JSON.parse(toText(parcel.subarray(4, 4 + length)));
  const files = [];
  let place = 4 + length;
  for (const size of head.sizes) {
    files.push(parcel.slice(place, place + size));
    place += size;
  }
  return [head, files];
};
