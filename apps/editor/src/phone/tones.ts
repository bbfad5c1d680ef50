/** The sounds a telephone makes, from oscillators: key tones (ITU-T Q.23), ringing, ring-back, busy. */
const ROWS = [697, 770, 852, 941];
const COLUMNS = [1209, 1336, 1477];
const KEYS = ["123", "456", "789", "*0#"];

/** The two frequencies of a key, in Hz; null for what is no key. */
export function keyFrequencies(key: string): [number, number] | null {
  const row = KEYS.findIndex((keys) => keys.includes(key));
  const low = ROWS[row];
  const high = COLUMNS[KEYS[row]?.indexOf(key) ?? -1];
  return key.length === 1 && low !== undefined && high !== undefined ? [low, high] : null;
}

let context: AudioContext | null = null;

function audio(): AudioContext | null {
  // A browser lets sound begin only after the reader has pressed something.
  if (typeof AudioContext === "undefined" || !navigator.userActivation.hasBeenActive) return null;
  context ??= new AudioContext();
  return context;
}

interface Tone {
  frequencies: readonly number[];
  seconds: number;
  volume: number;
  delaySeconds?: number;
}

function beep(tone: Tone): void {
  const out = audio();
  // The first sound of all is asked for before the browser has got its speaker ready.
  if (out?.state === "suspended") void out.resume().then(() => sound(out, tone));
  else if (out) sound(out, tone);
}

function sound(out: AudioContext, { frequencies, seconds, volume, delaySeconds = 0 }: Tone): void {
  const gain = out.createGain();
  const start = out.currentTime + delaySeconds;
  gain.gain.setValueAtTime(0, start);
  gain.gain.linearRampToValueAtTime(volume, start + 0.008);
  gain.gain.setValueAtTime(volume, start + seconds - 0.02);
  gain.gain.linearRampToValueAtTime(0, start + seconds);
  gain.connect(out.destination);
  for (const frequency of frequencies) {
    const oscillator = out.createOscillator();
    oscillator.frequency.value = frequency;
    oscillator.connect(gain);
    oscillator.start(start);
    oscillator.stop(start + seconds);
  }
}

export function playKey(key: string): void {
  const frequencies = keyFrequencies(key);
  if (frequencies) beep({ frequencies, seconds: 0.13, volume: 0.06 });
}

/** Rings until told to stop. `incoming`: the bell of the phone that is called; else what its caller hears. */
export function startRinging(incoming: boolean): () => void {
  const ring = () => {
    if (!incoming) return beep({ frequencies: [440, 480], seconds: 1, volume: 0.02 });
    for (const delay of [0, 0.5])
      for (let n = 0; n < 8; n++)
        beep({ frequencies: [n % 2 ? 660 : 880], seconds: 0.045, volume: 0.035, delaySeconds: delay + n * 0.045 });
  };
  ring();
  const timer = setInterval(ring, 3_000);
  return () => clearInterval(timer);
}

export function playHangup(): void {
  for (const n of [0, 1, 2]) beep({ frequencies: [480, 620], seconds: 0.18, volume: 0.03, delaySeconds: n * 0.32 });
}
