import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { Flow } from "../../api/flows.ts";
import { assignNumber, numbersQuery, type AccountNumber, type AssignNumber } from "../../api/numbers.ts";
import { phone } from "../../app/format/phone.ts";
import { sayError } from "../../app/say-error.ts";
import { toast } from "../../ui/index.ts";

/** Sends a number's calls and texts elsewhere, and says so. */
export function useAssign(number: AccountNumber, flows: Flow[]) {
  const queries = useQueryClient();
  const mutation = useMutation({
    mutationFn: (wanted: AssignNumber) => assignNumber(number.number, wanted),
    onSuccess: (answer) => {
      queries.setQueryData(
        numbersQuery().queryKey,
        (before) => before && { ...before, items: before.items.map((item) => (item.number === answer.number ? answer : item)) },
      );
      void queries.invalidateQueries({ queryKey: ["flows"] });
    },
    onError: (error) => sayError(error, `${phone(number.number)} stays as it was`),
  });
  const assign = (wanted: AssignNumber, before?: AssignNumber) =>
    mutation.mutate(wanted, {
      onSuccess: () =>
        toast.success(said(number, wanted, flows), before ? { action: { label: "Undo", onClick: () => mutation.mutate(before) } } : {}),
    });
  return { assign, busy: mutation.isPending };
}

function said(number: AccountNumber, wanted: AssignNumber, flows: Flow[]): string {
  const what = "voiceFlowId" in wanted ? (wanted.messageFlowId === undefined ? "Calls to" : "Calls and texts to") : "Texts to";
  const id = "flowId" in wanted ? wanted.flowId : (wanted.voiceFlowId ?? wanted.messageFlowId);
  const flow = flows.find((item) => item.id === id);
  return flow ? `${what} ${phone(number.number)} go to “${flow.name}”` : `${what} ${phone(number.number)} go to no flow`;
}
