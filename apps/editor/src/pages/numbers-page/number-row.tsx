import { CircleCheck, MessageSquare, Phone, PlugZap, TriangleAlert } from "lucide-react";
import { Link } from "wouter";
import type { Flow } from "../../api/flows.ts";
import type { AccountNumber, AssignNumber } from "../../api/numbers.ts";
import { countryOf, phone } from "../../app/format/phone.ts";
import { hindrance, type Use } from "../../app/hindrance.ts";
import { Badge, Button, Combobox, CopyButton, Spinner, Td, Tooltip, Tr } from "../../ui/index.ts";
import { flowChoices } from "./flow-choices.ts";
import { useAssign } from "./use-assign.ts";

export function NumberRow({ number, flows }: { number: AccountNumber; flows: Flow[] }) {
  const { assign, busy } = useAssign(number, flows);
  return (
    <Tr className="h-13">
      <Td>
        <span className="group/number flex items-center gap-1">
          <Tooltip content="Runs of this number">
            <Link
              href={`/runs?number=${encodeURIComponent(number.number)}`}
              data-row
              className="tabular rounded-sm font-medium whitespace-nowrap hover:underline"
            >
              {phone(number.number)}
            </Link>
          </Tooltip>
          <span className="opacity-0 group-hover/number:opacity-100 focus-within:opacity-100">
            <CopyButton text={number.number} label="Copy the number" />
          </span>
        </span>
        {number.alias && <span className="block text-xs text-muted">{number.alias}</span>}
      </Td>
      <Td className="max-md:hidden">
        <Kind number={number} />
      </Td>
      <Td>
        <Assignment number={number} use="voice" able={number.voice} flows={flows} assign={assign} />
      </Td>
      <Td>
        <Assignment number={number} use="message" able={number.sms || number.mms} flows={flows} assign={assign} />
      </Td>
      <Td className="max-sm:hidden">
        {busy ? <Spinner size={14} label="Telling it" className="text-xs" /> : <CarrierState number={number} reconnect={assign} />}
      </Td>
    </Tr>
  );
}

interface AssignmentProps {
  number: AccountNumber;
  use: Use;
  able: boolean;
  flows: Flow[];
  assign: (wanted: AssignNumber, before?: AssignNumber) => void;
}

function Assignment({ number, use, able, flows, assign }: AssignmentProps) {
  if (!able) return <span className="text-xs text-muted">{use === "voice" ? "Can’t take calls" : "Can’t take texts"}</span>;
  const value = (use === "voice" ? number.voiceFlowId : number.messageFlowId) ?? "";
  const chosen = flows.find((flow) => flow.id === value);
  const problem = chosen && hindrance(chosen, use);
  const body = (id: string): AssignNumber => (use === "voice" ? { voiceFlowId: id || null } : { messageFlowId: id || null });
  return (
    <div className="flex min-w-44 items-center gap-1.5">
      <Combobox
        value={value}
        options={flowChoices(flows, use)}
        label={`Flow for ${use === "voice" ? "calls" : "texts"} to ${phone(number.number)}`}
        placeholder="No flow"
        onValueChange={(id) => id !== value && assign(body(id), body(value))}
      />
      {problem && (
        <Tooltip content={problem.long}>
          <Link href={`/flows/${chosen.id}`} aria-label={`${problem.long} Open the flow`} className="rounded-sm text-warning">
            <TriangleAlert size={15} />
          </Link>
        </Tooltip>
      )}
    </div>
  );
}

function Kind({ number }: { number: AccountNumber }) {
  const can = [number.voice && "calls", number.sms && "SMS", number.mms && "MMS"].filter(Boolean).join(", ");
  return (
    <Tooltip content={`Takes ${can || "nothing"}`}>
      <span className="inline-flex items-center gap-2 whitespace-nowrap text-muted">
        <span>{[number.country || countryOf(number.number), number.type].filter(Boolean).join(" ")}</span>
        {number.voice && <Phone size={13} aria-label="Calls" />}
        {(number.sms || number.mms) && <MessageSquare size={13} aria-label="Texts" />}
      </span>
    </Tooltip>
  );
}

function CarrierState({ number, reconnect }: { number: AccountNumber; reconnect: (wanted: AssignNumber) => void }) {
  if (number.voiceFlowId === null && number.messageFlowId === null) return <span className="text-xs text-muted">Not used</span>;
  if (number.connected) {
    return (
      <Badge tone="ok" icon={<CircleCheck size={12} aria-hidden />}>
        Connected
      </Badge>
    );
  }
  return (
    <Tooltip content="The carrier sends this number’s calls and texts somewhere else">
      <Button
        size="sm"
        icon={<PlugZap size={13} />}
        onClick={() => reconnect({ voiceFlowId: number.voiceFlowId, messageFlowId: number.messageFlowId })}
      >
        Reconnect
      </Button>
    </Tooltip>
  );
}
