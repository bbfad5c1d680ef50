import { Mic, Square, Volume2 } from "lucide-react";
import { useState } from "react";
import { useNow } from "../../../app/use-now.ts";
import { Button, IconButton, Popover, toast } from "../../../ui/index.ts";
import { uploadAudio } from "../upload.ts";
import { useRecorder, type Recording } from "./use-recorder.ts";
import { toWav } from "./wav.ts";

/** Speak a prompt yourself: recorded here, heard back, then uploaded as a file. */
export function RecordButton({ onRecorded }: { onRecorded: (mediaId: string) => void }) {
  const [open, setOpen] = useState(false);
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      label="Record"
      className="w-64 p-3"
      trigger={<IconButton size="xs" label="Record with the microphone" icon={<Mic size={14} />} />}
    >
      <Recorder
        onRecorded={(id) => {
          onRecorded(id);
          setOpen(false);
        }}
      />
    </Popover>
  );
}

function Recorder({ onRecorded }: { onRecorded: (mediaId: string) => void }) {
  const { recording, start, stop } = useRecorder();
  const [busy, setBusy] = useState(false);
  const use = async (blob: Blob) => {
    setBusy(true);
    try {
      onRecorded(await uploadAudio(await toWav(blob, "Recording.wav")));
    } catch (error) {
      toast.error(error instanceof Error ? error.message : "The recording could not be uploaded. Try again.");
    } finally {
      setBusy(false);
    }
  };
  const again = (
    <Button size="sm" icon={<Mic size={14} />} onClick={() => void start()}>
      {recording.state === "done" ? "Again" : "Record"}
    </Button>
  );
  return (
    <div className="flex flex-col gap-2.5">
      {recording.state === "recording" ? (
        <div className="flex items-center gap-2">
          <Button size="sm" variant="danger" icon={<Square size={12} />} onClick={stop}>
            Stop
          </Button>
          <Clock since={recording.since} />
        </div>
      ) : recording.state === "done" ? (
        <>
          <div className="flex gap-2">
            <Button size="sm" variant="primary" busy={busy} onClick={() => void use(recording.blob)}>
              Use it
            </Button>
            <Button size="sm" icon={<Volume2 size={14} />} onClick={() => void new Audio(recording.url).play()}>
              Listen
            </Button>
            {again}
          </div>
        </>
      ) : (
        <>
          {again}
          <Advice recording={recording} />
        </>
      )}
    </div>
  );
}

function Advice({ recording }: { recording: Recording }) {
  if (recording.state === "refused") return <p className="text-xs text-danger">{recording.message}</p>;
  return (
    <p className="text-xs text-muted">{recording.state === "asking" ? "The browser asks for the microphone." : "Up to two minutes."}</p>
  );
}

function Clock({ since }: { since: number }) {
  const seconds = Math.max(0, Math.floor((useNow(250) - since) / 1000));
  return (
    <output className="tabular text-sm" aria-label="Recorded so far">
      {Math.floor(seconds / 60)}:{String(seconds % 60).padStart(2, "0")}
    </output>
  );
}
