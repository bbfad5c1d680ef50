/** Speaks prompts with the browser's own voices, one after the other. Without voices it stays silent: the words are on screen. */
interface Utterance {
  text: string;
  /** BCP-47. */
  language: string;
}

export interface Voice {
  lang: string;
  name: string;
  localService: boolean;
}

/** The best voice for a language: the same region, else the same language, a local one first. */
export function bestVoice<V extends Voice>(voices: readonly V[], language: string): V | null {
  const wanted = language.toLowerCase();
  const normal = (voice: V) => voice.lang.toLowerCase().replace("_", "-");
  const score = (voice: V) => {
    const match = normal(voice) === wanted ? 4 : normal(voice).split("-")[0] === wanted.split("-")[0] ? 2 : 0;
    return match === 0 ? 0 : match + (voice.localService ? 1 : 0);
  };
  const best = voices.toSorted((a, b) => score(b) - score(a))[0];
  return best && score(best) > 0 ? best : null;
}

const synthesis = (): SpeechSynthesis | null => (typeof speechSynthesis === "undefined" ? null : speechSynthesis);

export function speak({ text, language }: Utterance): void {
  const engine = synthesis();
  if (!engine) return;
  const utterance = new SpeechSynthesisUtterance(text);
  utterance.lang = language;
  const voice = bestVoice(engine.getVoices(), language);
  if (voice) utterance.voice = voice;
  engine.speak(utterance);
}

/** The other side was interrupted, or the call is over: whatever is left unsaid stays so. */
export function hush(): void {
  synthesis()?.cancel();
}
