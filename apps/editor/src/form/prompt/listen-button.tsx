import { Square, Volume2 } from "lucide-react";
import { useEffect, useState } from "react";
import { api } from "../../api/client.ts";
import { hush, speak } from "../../phone/speaker.ts";
import { IconButton, toast } from "../../ui/index.ts";
import { useForm } from "../form-context.tsx";
import { spokenText, type PromptPart } from "./prompt-data.ts";

/** Heard in the browser: a text by the browser's own voice, a file as it is. The carrier's voice will differ. */
export function ListenButton({ part, language, text, of }: { part: PromptPart; language: string; text: string; of?: string }) {
  const form = useForm();
  const [audio, setAudio] = useState<HTMLAudioElement | null>(null);
  useEffect(() => () => audio?.pause(), [audio]);

  const listen = () => {
    hush();
    if (part.kind === "speak") speak({ text: spokenText(text, form.variables(), part.ssml), language: language || form.language });
    else if (audio) setAudio(null);
    else void play(text, setAudio);
  };
  return (
    <IconButton
      size="xs"
      label={`${audio ? "Stop" : "Listen"}${of === undefined ? "" : ` to ${of}`}`}
      disabled={text.trim() === "" || (part.kind === "play" && text.includes("{{"))}
      icon={audio ? <Square size={13} /> : <Volume2 size={14} />}
      onClick={listen}
    />
  );
}

async function play(source: string, set: (audio: HTMLAudioElement | null) => void): Promise<void> {
  try {
    const audio = new Audio(/^https?:\/\//.test(source) ? source : (await api("getMedia", { params: { id: source } })).url);
    audio.addEventListener("ended", () => set(null));
    await audio.play();
    set(audio);
  } catch {
    set(null);
    toast.error("That file can’t be played here. Check its address.");
  }
}
