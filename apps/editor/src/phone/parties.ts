import type { FlowDocument } from "@cordboard/flow";
import { useQuery } from "@tanstack/react-query";
import { flowQuery, flowsQuery, type Flow } from "../api/flows.ts";
import { numbersQuery, type AccountNumber } from "../api/numbers.ts";
import { phone } from "../app/format/phone.ts";
import { answers } from "../app/entry.ts";
import { hindrance, TRIGGERS, type Use } from "../app/hindrance.ts";
import { TO_DRAFT, usePhone, type Draft } from "./phone-store.ts";

/** Somebody the handset can call or text. */
export interface Party {
  /** A number of the account, or `draft`. */
  to: string;
  title: string;
  hint: string;
  /** No flow answers there. */
  dead: boolean;
}

/** A draft that takes no calls is looked at again after this. */
const DRAWN_MS = 1_000;

/** The draft on the board first, then the numbers that reach a flow, then the others. */
export function useParties(use: Use): { parties: Party[]; loading: boolean } {
  const draft = usePhone((state) => state.draft);
  const numbers = useQuery(numbersQuery());
  const flows = useQuery(flowsQuery());
  const document = useQuery({
    ...flowQuery(draft?.flowId ?? ""),
    enabled: draft !== null,
    // What was drawn a moment ago may just be on its way to the server.
    refetchInterval: ({ state: { data } }) => (data && !answers(data.draft.document, TRIGGERS[use]) ? DRAWN_MS : false),
  });
  const own = (numbers.data?.items ?? []).filter((number) => (use === "voice" ? number.voice : number.sms || number.mms));
  const parties = own.map((number) => numberParty(number, use, flows.data?.items ?? []));
  const sorted = [...parties.filter((party) => !party.dead), ...parties.filter((party) => party.dead)];
  const first = draft ? [draftParty(draft, use, document.data?.draft.document)] : [];
  return { parties: [...first, ...sorted], loading: numbers.isPending };
}

function draftParty(draft: Draft, use: Use, document: FlowDocument | undefined): Party {
  const dead = document !== undefined && !answers(document, TRIGGERS[use]);
  const not =
    use === "voice"
      ? "Takes no calls yet: join a step to Incoming call at its start"
      : "Takes no texts yet: join a step to Incoming message at its start";
  return { to: TO_DRAFT, title: draft.flowName, hint: dead ? not : "This draft, as it is on the board", dead };
}

function numberParty(number: AccountNumber, use: Use, flows: Flow[]): Party {
  const id = use === "voice" ? number.voiceFlowId : number.messageFlowId;
  const flow = flows.find((item) => item.id === id);
  const reason = flow && hindrance(flow, use)?.short;
  const hint = [flow?.name ?? "No flow", reason].filter(Boolean).join(" · ");
  return { to: number.number, title: phone(number.number), hint, dead: !flow || reason !== undefined };
}
