import { ReactFlowProvider } from "@xyflow/react";
import { useQuery } from "@tanstack/react-query";
import type { FlowDocument } from "@cordboard/flow";
import { SearchX } from "lucide-react";
import { useState } from "react";
import { Link } from "wouter";
import { ApiError } from "../../api/client.ts";
import type { Flow } from "../../api/flows.ts";
import { getFlow } from "../../api/flows.ts";
import { Loaded } from "../../app/loaded.tsx";
import { useMedia } from "../../app/use-media.ts";
import { BoardStoreContext, createBoardStore, placed } from "../../canvas/index.ts";
import { EditorProvider, viewOf } from "../../document/index.ts";
import { createLayoutStore, LayoutContext } from "../../panels/index.ts";
import { Button, EmptyState } from "../../ui/index.ts";
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
  if (flow.error instanceof ApiError && flow.error.status === 404) return <NoSuchFlow />;
  return <Loaded query={flow}>{({ flow: open, initial }) => <OpenFlow key={open.id} flow={open} initial={initial} />}</Loaded>;
}

function NoSuchFlow() {
  return (
    <main className="flex h-full items-center justify-center">
      <h1 className="sr-only">Flow</h1>
      <EmptyState
        icon={<SearchX size={20} />}
        title="There is no such flow"
        action={
          <Button asChild variant="primary">
            <Link href="/flows">All flows</Link>
          </Button>
        }
      >
        Its address is wrong, or it was deleted.
      </EmptyState>
    </main>
  );
}

function OpenFlow(props: { flow: Flow; initial: FlowDocument }) {
  const phone = useMedia(PHONE);
  // What is being edited stays so in a window that was made narrow: the way back by undo would be lost.
  const [editing, setEditing] = useState(!phone);
  if (!phone && !editing) setEditing(true);
  return (
    <EditorProvider flowId={props.flow.id} initial={props.initial}>
      {editing ? <EditFlow flow={props.flow} /> : <FlowOnPhone flow={props.flow} document={props.initial} />}
    </EditorProvider>
  );
}

function EditFlow({ flow }: { flow: Flow }) {
  const [board] = useState(createBoardStore);
  const [layout] = useState(createLayoutStore);
  return (
    <BoardStoreContext value={board}>
      <LayoutContext value={layout}>
        <ReactFlowProvider>
          <FlowFrame flow={flow} />
        </ReactFlowProvider>
      </LayoutContext>
    </BoardStoreContext>
  );
}
