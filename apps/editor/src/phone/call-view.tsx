import { useMutation } from "@tanstack/react-query";
import { FlaskConical, Mic, MicOff, PhoneOff, SendHorizontal } from "lucide-react";
import { useEffect, useState, type FormEvent } from "react";
import { Link } from "wouter";
import { phone } from "../app/format/phone.ts";
import { Button, IconButton, Input } from "../ui/index.ts";
import { hangUp, press, say } from "./actions.ts";
import { CallClock } from "./call-clock.tsx";
import { Keypad } from "./keypad.tsx";
import type { Line } from "./lines.ts";
import { usePhone } from "./phone-store.ts";
import { TranscriptView } from "./transcript-view.tsx";
import { useRunOfCall } from "./use-run-of-call.ts";

/** One line: who, how long, what is said, and the keys. */
export function CallView({ line, onClose, pressed }: { line: Line; onClose: () => void; pressed: string | null }) {
  const about = usePhone((state) => state.about[line.callUuid]);
  const others = usePhone((state) => state.lines.some((other) => other.mine && other.state !== "ended"));
  const live = line.state !== "ended";
  return (
    <>
      <header className="flex items-center justify-between gap-2 border-b border-line px-3 py-2">
        <div className="min-w-0">
          <div className="tabular truncate font-semibold">{about?.title ?? phone(line.incoming ? line.phone : line.other)}</div>
          <div className="truncate text-xs text-muted">
            {line.incoming ? `Called by ${phone(line.other)}` : `From ${phone(line.phone)}`}
            {" · "}
            <RunLink line={line} />
          </div>
        </div>
        <span className="flex shrink-0 items-center gap-1">
          <CallClock line={line} />
          {line.state === "in-progress" && <MuteButton callUuid={line.callUuid} />}
        </span>
      </header>
      <TranscriptView line={line} />
      {live ? (
        <div key="live" className="flex flex-col gap-2 border-t border-line p-3">
          <SayField line={line} />
          <Keypad onKey={(key) => press(line.callUuid, key)} pressed={pressed} />
          <Button variant="danger" className="h-10" icon={<PhoneOff size={16} />} onClick={() => void hangUp(line.callUuid)}>
            Hang up
          </Button>
        </div>
      ) : (
        <div key="ended" className="flex flex-col gap-2 border-t border-line p-3">
          <p className="text-center text-xs text-muted">{endOf(line)}</p>
          {about && <KeepButton runId={about.runId} />}
          <CloseButton label={others ? "Back to the other call" : "New call"} onClose={onClose} />
        </div>
      )}
    </>
  );
}

/** ms. It comes where “Hang up” was: who presses that as the other side hangs up must not lose the call from sight. */
const ASLEEP_MS = 500;

function CloseButton({ label, onClose }: { label: string; onClose: () => void }) {
  const [awake, setAwake] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setAwake(true), ASLEEP_MS);
    return () => clearTimeout(timer);
  }, []);
  return (
    <Button variant="primary" disabled={!awake} onClick={onClose}>
      {label}
    </Button>
  );
}

/** The call that was just tried, as a test that plays it again. */
function KeepButton({ runId }: { runId: string }) {
  const draft = usePhone((state) => state.draft);
  const keep = useMutation({ mutationFn: () => draft?.keepAsTest(runId) ?? Promise.resolve() });
  if (!draft) return null;
  return (
    <Button icon={<FlaskConical size={14} />} busy={keep.isPending} onClick={() => keep.mutate()}>
      Keep as a test
    </Button>
  );
}

function RunLink({ line }: { line: Line }) {
  const runId = useRunOfCall(line);
  if (!runId) return <span>{line.state === "ended" ? "no run" : "waiting for its run"}</span>;
  return (
    <Link href={`/runs/${runId}`} className="underline decoration-line underline-offset-2 hover:text-ink hover:decoration-current">
      see the run
    </Link>
  );
}

/** As on any phone: keys still work. */
function MuteButton({ callUuid }: { callUuid: string }) {
  const silent = usePhone((state) => state.silent);
  const off = silent.includes(callUuid);
  const toggle = () => usePhone.setState({ silent: off ? silent.filter((uuid) => uuid !== callUuid) : [...silent, callUuid] });
  return (
    <IconButton
      size="sm"
      label={off ? "Turn the microphone on" : "Mute"}
      active={off}
      icon={off ? <MicOff size={15} /> : <Mic size={15} />}
      onClick={toggle}
    />
  );
}

function SayField({ line }: { line: Line }) {
  const [text, setText] = useState("");
  const silent = usePhone((state) => state.silent.includes(line.callUuid));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const spoken = text.trim();
    if (spoken === "") return;
    setText("");
    void say(line.callUuid, spoken);
  };
  return (
    <form onSubmit={submit} className="relative">
      <Input
        value={text}
        onChange={(event) => setText(event.target.value)}
        placeholder={silent ? "Your microphone is off" : "Say something…"}
        aria-label="Say something"
        className="pr-9"
        disabled={line.state !== "in-progress" || silent}
      />
      <span className="absolute top-0.5 right-0.5">
        <IconButton size="sm" type="submit" label="Say it" icon={<SendHorizontal size={14} />} disabled={text.trim() === "" || silent} />
      </span>
    </form>
  );
}

const ENDED_BY: Record<string, string> = {
  Caller: "the caller hung up",
  Callee: "the person called hung up",
  "Answer XML": "the flow hung up",
  "API Request": "Cordboard ended it",
};

function endOf(line: Line): string {
  if (!line.hangup) return "The call has ended.";
  const by = line.answeredAt ? ENDED_BY[line.hangup.source] : undefined;
  return `Call ended: ${by ?? line.hangup.name.toLowerCase()}.`;
}
