import { ArrowLeft, CircleCheck, Hash, Phone } from "lucide-react";
import type { ReactNode } from "react";
import { Link } from "wouter";
import type { Flow } from "../../api/flows.ts";
import type { AccountNumber } from "../../api/numbers.ts";
import { phone } from "../../app/format/phone.ts";
import { callNumber } from "../../phone/index.ts";
import { Button } from "../../ui/index.ts";
import { assignmentOf, isFree } from "./assignment.ts";
import { useAssign } from "./use-assign.ts";

const OFFERED = 3;

/** For who comes from a flow that no number leads to: those that are free, one press each; then the call to it. */
export function ForFlow({ flow, numbers, flows, simulator }: { flow: Flow; numbers: AccountNumber[]; flows: Flow[]; simulator: boolean }) {
  const own = numbers.find(({ voiceFlowId, messageFlowId }) => voiceFlowId === flow.id || messageFlowId === flow.id);
  if (own) {
    return (
      <Strip
        icon={<CircleCheck size={18} className="text-ok" aria-hidden />}
        text={`“${flow.name}” answers ${phone(own.number)}.`}
        hint={simulator ? "Nobody is really called: the phone on this page plays the caller." : "Call it with any phone."}
      >
        {simulator && own.voiceFlowId === flow.id && (
          <Button variant="primary" icon={<Phone size={14} />} onClick={() => callNumber(own.number)}>
            Call it
          </Button>
        )}
        <Button asChild>
          <Link href={`/flows/${flow.id}`}>
            <ArrowLeft size={14} aria-hidden />
            Back to the flow
          </Link>
        </Button>
      </Strip>
    );
  }
  const fitting = numbers.filter((number) => isFree(number) && assignmentOf(number, flow) !== null).slice(0, OFFERED);
  return (
    <Strip
      icon={<Hash size={18} className="text-brass" aria-hidden />}
      text={`Which number leads to “${flow.name}”?`}
      hint={
        fitting.length > 0
          ? "These are free. Below, any other can be taken from the flow that has it."
          : "None that it could answer is free. Choose it below at a number; the flow that has the number now loses it."
      }
    >
      {fitting.map((number) => (
        <FreeNumber key={number.number} number={number} flow={flow} flows={flows} />
      ))}
    </Strip>
  );
}

function FreeNumber({ number, flow, flows }: { number: AccountNumber; flow: Flow; flows: Flow[] }) {
  const { assign, busy } = useAssign(number, flows);
  const wanted = assignmentOf(number, flow);
  return (
    <Button variant="primary" busy={busy} onClick={() => wanted && assign(wanted)}>
      <span className="sr-only">Use </span>
      <span className="tabular">{phone(number.number)}</span>
    </Button>
  );
}

function Strip({ icon, text, hint, children }: { icon: ReactNode; text: string; hint: string; children: ReactNode }) {
  return (
    <section
      aria-label="Number for the flow"
      className="mb-4 flex flex-wrap items-center gap-3 rounded-card border border-brass/50 bg-surface px-4 py-3"
    >
      {icon}
      <div className="min-w-0 flex-1">
        <p className="font-medium">{text}</p>
        <p className="text-xs text-muted">{hint}</p>
      </div>
      <div className="flex flex-wrap gap-2">{children}</div>
    </section>
  );
}
