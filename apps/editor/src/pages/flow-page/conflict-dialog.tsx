import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { sayError } from "../../app/say-error.ts";
import { changesOf, type Conflict, type Side } from "../../document/index.ts";
import { Button, cx, Dialog } from "../../ui/index.ts";
import type { OpenConflict } from "./use-autosave.ts";

const PARTS: Record<Conflict["part"], string> = {
  flow: "The flow’s",
  node: "Step",
  cord: "Cord",
  variable: "Variable",
  note: "Note",
  test: "Test",
  payload: "Payload",
};

interface ConflictDialogProps extends OpenConflict {
  settle: (choose: (key: string) => Side) => Promise<void>;
}

/** Somebody else changed the same things. Nothing is overwritten unasked: both are shown, one is chosen. */
export function ConflictDialog({ conflicts, base, mine, theirs, settle }: ConflictDialogProps) {
  const [chosen, setChosen] = useState<Readonly<Record<string, Side>>>({});
  const settling = useMutation({
    mutationFn: (choose: (key: string) => Side) => settle(choose),
    onError: (error) => sayError(error, "That didn’t work"),
  });
  const sideOf = (key: string): Side => chosen[key] ?? "mine";
  const several = conflicts.length > 1;
  return (
    <Dialog
      open
      size="lg"
      title="Somebody else changed this flow"
      description={
        several
          ? `${conflicts.length} things were changed here and in another window. Everything else is put together already.`
          : "The same thing was changed here and in another window. Everything else is put together already."
      }
      footer={
        <>
          <Button disabled={settling.isPending} onClick={() => settling.mutate(() => "theirs")}>
            Load theirs
          </Button>
          <Button variant={several ? "default" : "primary"} disabled={settling.isPending} onClick={() => settling.mutate(() => "mine")}>
            Keep mine
          </Button>
          {several && (
            <Button variant="primary" disabled={settling.isPending} onClick={() => settling.mutate(sideOf)}>
              Use what is chosen
            </Button>
          )}
        </>
      }
    >
      <ul aria-label="Changed twice" className="flex flex-col gap-4">
        {conflicts.map((conflict) => (
          <li key={conflict.key}>
            <fieldset className="grid min-w-0 grid-cols-2 gap-2">
              <legend className="mb-1.5 text-xs font-medium">
                {PARTS[conflict.part]} {conflict.title}
              </legend>
              {(["mine", "theirs"] as const).map((side) => (
                <Choice
                  key={side}
                  title={side === "mine" ? "Mine" : "Theirs"}
                  lines={changesOf(conflict, side, base, side === "mine" ? mine : theirs)}
                  {...(several && {
                    chosen: sideOf(conflict.key) === side,
                    onChoose: () => setChosen({ ...chosen, [conflict.key]: side }),
                  })}
                />
              ))}
            </fieldset>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}

function Choice({ title, lines, chosen, onChoose }: { title: string; lines: string[]; chosen?: boolean; onChoose?: () => void }) {
  const inside = (
    <>
      <span className="text-2xs font-medium text-muted">{title}</span>
      {lines.map((line, index) => (
        <span key={index} className="text-xs break-words whitespace-pre-wrap">
          {line}
        </span>
      ))}
    </>
  );
  const shape = "flex min-w-0 flex-col items-start gap-1 rounded-control border px-3 py-2 text-left";
  if (!onChoose) return <div className={cx(shape, "border-line")}>{inside}</div>;
  return (
    <button
      type="button"
      aria-pressed={chosen}
      onClick={onChoose}
      className={cx(shape, chosen ? "border-brass bg-brass-soft" : "border-line hover:bg-hover")}
    >
      {inside}
    </button>
  );
}
