import type { Flow } from "../../api/flows.ts";
import type { AccountNumber } from "../../api/numbers.ts";
import { phone } from "../../app/format/phone.ts";

/** What a number is used for, as the address has it (`?use=`). */
export const USES = ["used", "free", "elsewhere"] as const;
export type NumberUse = (typeof USES)[number];
export const USE_LABELS: Record<NumberUse, string> = { used: "Has a flow", free: "Has no flow", elsewhere: "Not connected" };
export const isUse = (text: string | null): text is NumberUse => USES.some((use) => use === text);

const hasFlow = (number: AccountNumber): boolean => number.voiceFlowId !== null || number.messageFlowId !== null;
const MATCHES: Record<NumberUse, (number: AccountNumber) => boolean> = {
  used: hasFlow,
  free: (number) => !hasFlow(number),
  elsewhere: (number) => hasFlow(number) && !number.connected,
};

/** Numbers by their digits in any spelling, their alias or the name of a flow they lead to; `use` null for any. */
export function findNumbers(
  numbers: readonly AccountNumber[],
  flows: readonly Pick<Flow, "id" | "name">[],
  text: string,
  use: NumberUse | null,
): AccountNumber[] {
  const wanted = text.trim().toLowerCase();
  const digits = /^[\d\s()+.-]+$/.test(wanted) ? wanted.replace(/\D/g, "") : "";
  const names = new Map(flows.map((flow) => [flow.id, flow.name.toLowerCase()]));
  const words = (number: AccountNumber): (string | null | undefined)[] => [
    number.alias?.toLowerCase(),
    names.get(number.voiceFlowId ?? ""),
    names.get(number.messageFlowId ?? ""),
  ];
  return numbers
    .filter((number) => use === null || MATCHES[use](number))
    .filter(
      (number) =>
        wanted === "" ||
        (digits === "" ? words(number).some((word) => word?.includes(wanted)) : phone(number.number).replace(/\D/g, "").includes(digits)),
    );
}
