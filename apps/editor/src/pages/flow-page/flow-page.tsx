import { ReactFlowProvider } from "@xyflow/react";
import { useQuery } from "@tanstack/react-query";
import type { FlowDocument } from "@cordboard/flow";
import { useState } from "react";
import type { Flow } from "../../api/flows.ts";
import { getFlow } from "../../api/flows.ts";
import { Loaded } from "../../app/loaded.tsx";
import { useMedia } from "../../app/use-media.ts";
import { BoardStoreContext, createBoardStore, placed } from "../../canvas/index.ts";
import { EditorProvider, viewOf } from "../../document/index.ts";
import { createLayoutStore, LayoutContext } from "../../panels/index.ts";
import { FlowFrame } from "./flow-frame.tsx";
import { FlowOnPhone } from "./flow-on-phone.tsx";

/** A phone held upright. */
const PHONE = "(max-width: 639px)";

/** An open flow. Always fetched afresh: what is edited must be the latest draft. */
export function FlowPage({ flowId }: { flowId: string }) {
  const flow = useQuery({
    queryKey: ["open-flow", flowId],
    queryFn: async () => {
      const flow = await getFlow(flowId);
      return { flow, initial: await placed(flow.draft.document, viewOf) };
    },
    gcTime: 0,
    staleTime: Infinity,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });
  return <Loaded query={flow}>{({ flow: open, initial }) => <OpenFlow key={open.id} flow={open} initial={initial} />}</Loaded>;
}

function OpenFlow(props: { flow: Flow; initial: FlowDocument }) {
  const phone = useMedia(PHONE);
  // What is being edited stays so in a window that was made narrow: the way back by undo would be lost.
  const [editing, setEditing] = useState(!phone);
  if (!phone && !editing) setEditing(true);
  if (editing) return <EditFlow {...props} />;
  return (
    <EditorProvider flowId={props.flow.id} initial={props.initial}>
      <FlowOnPhone flow={props.flow} document={props.initial} />
    </EditorProvider>
  );
}

function EditFlow({ flow, initial }: { flow: Flow; initial: FlowDocument }) {
  const [board] = useState(createBoardStore);
  const [layout] = useState(createLayoutStore);
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
