// Photos of papers and spoken notes: checked, made small, kept in memory until the entry is sealed.
"use strict";
const LONGEST_SIDE = 1800; // pixels: a page of A4 stays readable
const QUALITY = 0.8;
const LONGEST_PHOTO = 40 * 1024 * 1024;
const LONGEST_NOTE = 120_000; // milliseconds

export class PaperRefused extends Error {}

const bytesOf = async (blob) => new Uint8Array(await blob.arrayBuffer());

// The picture alone, as JPEG: what the camera wrote beside it (place, time, device) does not come along.
export const photo = async (file) => {
  if (file.size > LONGEST_PHOTO) throw new PaperRefused("照片超过 40 MB，请用相机重新拍一张。");
  let picture;
  try {
    picture = await createImageBitmap(file);
  } catch {
    throw new PaperRefused("这不是照片，或者打不开。请重新拍一张。");
  }
  const scale = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  const small = await new Promise((done) => { canvas.toBlob(done, "image/jpeg", QUALITY); });
  return { kind: "other", title: "走访拍的材料", type: "image/jpeg", words: `照片 ${Math.ceil(small.size / 1024)} KB`, data: await bytesOf(small) };
};

const TYPES = ["audio/webm;codecs=opus", "audio/mp4", "audio/ogg;codecs=opus"];
const takenType = () => TYPES.find((type) => globalThis.MediaRecorder?.isTypeSupported(type));
export const canRecord = () => Boolean(navigator.mediaDevices?.getUserMedia && takenType());

// Begins a note; the answer has `stop()` and the promise `done` of the finished note (null when nothing was said).
export const record = async () => {
  let sound;
  try {
    sound = await navigator.mediaDevices.getUserMedia({ audio: true });
  } catch {
    throw new PaperRefused("用不了麦克风。请在手机设置里允许录音，或者把话打成字。");
  }
  const recorder = new MediaRecorder(sound, { mimeType: takenType(), audioBitsPerSecond: 24_000 });
  const parts = [];
  const began = Date.now();
  recorder.ondataavailable = (event) => { if (event.data.size) parts.push(event.data); };
  const done = new Promise((finish) => {
    recorder.onstop = async () => {
      for (const track of sound.getTracks()) track.stop();
      const seconds = Math.round((Date.now() - began) / 1000);
      const type = recorder.mimeType.split(";")[0];
      finish(parts.length ? { kind: "voice", title: "走访录音", type, words: `录音 ${seconds} 秒`, data: await bytesOf(new Blob(parts)) } : null);
    };
  });
  recorder.start();
  const limit = setTimeout(() => { if (recorder.state === "recording") recorder.stop(); }, LONGEST_NOTE);
  return { done, stop: () => { clearTimeout(limit); if (recorder.state === "recording") recorder.stop(); } };
};
