import { useQuery } from "@tanstack/react-query";
import { Hourglass } from "lucide-react";
import { Link } from "wouter";
import { waitingQuery } from "../../api/effects.ts";
import { phone } from "../../app/format/phone.ts";

/** Why a text of the step has not gone out: texts to one person keep their order. Nothing for a step that waits for something else. */
export function StepWaits({ runId, stepSeq }: { runId: string; stepSeq: number }) {
  const { data } = useQuery(waitingQuery(runId));
  const held = data?.items.find((effect) => effect.stepSeq === stepSeq && effect.waitsFor !== null);
  if (!held) return null;
  return (
    <p className="flex gap-1.5 pr-4 pb-2 pl-28 text-xs text-warning">
      <Hourglass size={13} className="mt-px shrink-0" aria-hidden />
      <span>
        An earlier text to {phone(held.target) || held.target} is on its way or{" "}
        <Link href="/in-doubt" className="rounded-sm underline underline-offset-2">
          in doubt
        </Link>
        . This one goes out once that is known.
      </span>
    </p>
  );
}
