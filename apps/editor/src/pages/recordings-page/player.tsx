import { Pause, Play } from "lucide-react";
import { useRef, useState } from "react";
import { timer } from "../../app/format/time.ts";
import { IconButton } from "../../ui/index.ts";

interface PlayerProps {
  url: string;
  /** As the carrier reported it; the file's own length wins once it is known. */
  seconds: number | null;
  label: string;
}

/** Play, where it is, how long it lasts. The file is fetched on the first press. */
export function Player({ url, seconds, label }: PlayerProps) {
  const audio = useRef<HTMLAudioElement>(null);
  const [playing, setPlaying] = useState(false);
  const [at, setAt] = useState(0);
  const [length, setLength] = useState(seconds ?? 0);
  const [failed, setFailed] = useState(false);
  const toggle = () => {
    const element = audio.current;
    if (!element) return;
    if (playing) element.pause();
    else element.play().catch(() => setFailed(true));
  };
  const learnLength = () => {
    const known = audio.current?.duration ?? Number.NaN;
    if (Number.isFinite(known)) setLength(known);
  };
  if (failed) return <span className="text-xs text-danger">This recording can’t be played. It may have been removed.</span>;
  return (
    <fieldset className="min-w-0 flex items-center gap-2" aria-label={label}>
      <audio
        ref={audio}
        src={url}
        preload="none"
        onPlay={() => setPlaying(true)}
        onPause={() => setPlaying(false)}
        onEnded={() => setAt(0)}
        onTimeUpdate={(event) => setAt(event.currentTarget.currentTime)}
        onLoadedMetadata={learnLength}
        onError={() => setFailed(true)}
      >
        <track kind="captions" />
      </audio>
      <IconButton
        size="sm"
        variant="default"
        label={playing ? "Pause" : "Play"}
        icon={playing ? <Pause size={13} /> : <Play size={13} />}
        onClick={toggle}
      />
      <input
        type="range"
        aria-label="Position"
        aria-valuetext={`${timer(at * 1000)} of ${timer(length * 1000)}`}
        min={0}
        max={Math.max(length, 0.1)}
        step={0.1}
        value={at}
        onChange={(event) => {
          if (audio.current) audio.current.currentTime = Number(event.target.value);
          setAt(Number(event.target.value));
        }}
        className="h-1 w-36 accent-brass"
      />
      <span className="tabular font-mono text-xs whitespace-nowrap text-muted">
        {timer(at * 1000)} / {timer(length * 1000)}
      </span>
    </fieldset>
  );
}
