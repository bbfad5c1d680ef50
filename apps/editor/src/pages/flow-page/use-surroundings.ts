import { useQuery } from "@tanstack/react-query";
import { useDeferredValue, useEffect, useMemo } from "react";
import { flowsAroundQuery } from "../../api/flows.ts";
import { numbersQuery } from "../../api/numbers.ts";
import { subFlowNames, useDocumentState, useEditor } from "../../document/index.ts";

/** Tells the checker of what is around the flow: the flows that its steps run, and the account's numbers. */
export function useSurroundings(): void {
  const { checker, flowId } = useEditor();
  const document = useDeferredValue(useDocumentState((state) => state.document));
  const names = useMemo(() => subFlowNames(document), [document]);
  const { data: flows } = useQuery(flowsAroundQuery(names));
  const { data: numbers } = useQuery(numbersQuery());
  useEffect(() => {
    checker.surround({
      ...(flows && { flows }),
      ...(numbers && {
        numbers: numbers.items.map(({ number, voice, sms, voiceFlowId, messageFlowId }) => ({
          number,
          voice,
          sms,
          calls: voiceFlowId === flowId,
          texts: messageFlowId === flowId,
        })),
      }),
    });
  }, [checker, flowId, flows, numbers]);
}
