import { ReactFlowProvider } from "@xyflow/react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { Flow } from "../../api/flows.ts";
import { getFlow } from "../../api/flows.ts";
import { Loaded } from "../../app/loaded.tsx";
import { BoardStoreContext, createBoardStore, placed } from "../../canvas/index.ts";
import { EditorProvider, viewOf } from "../../document/index.ts";
import { createLayoutStore, LayoutContext } from "../../panels/index.ts";
import { FlowFrame } from "./flow-frame.tsx";

/** An open flow. Always fetched afresh: what is edited must be the latest draft. */
export function FlowPage({ flowId }: { flowId: string }) {
  const flow = useQuery({
    queryKey: ["open-flow", flowId],
    queryFn: () => getFlow(flowId),
    gcTime: 0,
    staleTime: Infinity,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });
  return <Loaded query={flow}>{(data) => <OpenFlow key={data.id} flow={data} />}</Loaded>;
}

function OpenFlow({ flow }: { flow: Flow }) {
  const [board] = useState(createBoardStore);
  const [layout] = useState(createLayoutStore);
  const [initial] = useState(() => placed(flow.draft.document, viewOf));
  return (
    <EditorProvider flowId={flow.id} initial={initial}>
      <BoardStoreContext value={board}>
        <LayoutContext value={layout}>
          <ReactFlowProvider>
            <FlowFrame flow={flow} />
          </ReactFlowProvider>
        </LayoutContext>
      </BoardStoreContext>
    </EditorProvider>
  );
}
