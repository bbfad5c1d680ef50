const SAMPLES_PER_SECOND = 8_000;
const BEEP_SECONDS = 0.2;
/** Nobody listens to more of it, and it is held in memory while it is sent. */
const MAX_SECONDS = 300;

/** What a recording sounds like here: a short soft beep, then silence, as long as the recording was. */
export function wavOf(seconds: number): Buffer {
  const samples = Math.round(Math.min(seconds, MAX_SECONDS) * SAMPLES_PER_SECOND);
  const file = Buffer.alloc(44 + samples, 128);
  file.write("RIFF", 0, "latin1");
  file.writeUInt32LE(36 + samples, 4);
  file.write("WAVEfmt ", 8, "latin1");
  file.writeUInt32LE(16, 16);
  file.writeUInt16LE(1, 20); // PCM
  file.writeUInt16LE(1, 22); // mono
  file.writeUInt32LE(SAMPLES_PER_SECOND, 24);
  file.writeUInt32LE(SAMPLES_PER_SECOND, 28);
  file.writeUInt16LE(1, 32);
  file.writeUInt16LE(8, 34); // bits
  file.write("data", 36, "latin1");
  file.writeUInt32LE(samples, 40);
  const beep = Math.min(samples, BEEP_SECONDS * SAMPLES_PER_SECOND);
  for (let i = 0; i < beep; i++) file[44 + i] = 128 + Math.round(12 * Math.sin((2 * Math.PI * 440 * i) / SAMPLES_PER_SECOND));
  return file;
}

/** The same as mp3, all silence: frames of MPEG 2.5 layer III, mono, 8 kHz, 8 kbit/s, 72 bytes for 72 ms, with nothing in them. */
export function mp3Of(seconds: number): Buffer {
  const frames = Math.max(1, Math.ceil(Math.min(seconds, MAX_SECONDS) / 0.072));
  const frame = Buffer.alloc(72);
  frame.set([0xff, 0xe3, 0x18, 0xc0]);
  return Buffer.concat(Array.from({ length: frames }, () => frame));
}
