/** Calls carry 8,000 samples a second; twice that sounds well on better lines. */
export const SAMPLE_RATE = 16_000;

const HEADER_BYTES = 44;

/** One channel of 16-bit PCM as a WAV file (RIFF, IBM and Microsoft 1991). Samples lie between -1 and 1; louder ones are clipped. */
export function wavOf(samples: Float32Array, rate: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(HEADER_BYTES + samples.length * 2);
  const view = new DataView(bytes.buffer);
  const word = (at: number, text: string) => bytes.set(new TextEncoder().encode(text), at);
  word(0, "RIFF");
  view.setUint32(4, bytes.length - 8, true);
  word(8, "WAVEfmt ");
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, rate, true);
  view.setUint32(28, rate * 2, true);
  view.setUint16(32, 2, true);
  view.setUint16(34, 16, true);
  word(36, "data");
  view.setUint32(40, samples.length * 2, true);
  for (const [index, sample] of samples.entries()) {
    const clipped = Math.max(-1, Math.min(1, sample));
    view.setInt16(HEADER_BYTES + index * 2, Math.round(clipped * (clipped < 0 ? 0x8000 : 0x7fff)), true);
  }
  return bytes;
}

/** What a browser recorded, in whatever format it does, as a WAV file that the carrier plays. */
export async function toWav(recorded: Blob, name: string): Promise<File> {
  const context = new AudioContext();
  try {
    const heard = await context.decodeAudioData(await recorded.arrayBuffer());
    const offline = new OfflineAudioContext(1, Math.ceil(heard.duration * SAMPLE_RATE), SAMPLE_RATE);
    const source = new AudioBufferSourceNode(offline, { buffer: heard });
    source.connect(offline.destination);
    source.start();
    const mono = await offline.startRendering();
    return new File([wavOf(mono.getChannelData(0), SAMPLE_RATE)], name, { type: "audio/wav" });
  } finally {
    await context.close();
  }
}
