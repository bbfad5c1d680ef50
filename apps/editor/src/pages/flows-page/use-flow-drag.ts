import { useState, type DragEvent } from "react";

const KIND = "application/x-cordboard-flow";

/** On the row of a flow: it can be taken. */
export const flowDrag = (id: string) => ({
  draggable: true,
  onDragStart: (event: DragEvent) => {
    event.dataTransfer.setData(KIND, id);
    event.dataTransfer.effectAllowed = "move";
  },
});

/** On what a flow can be dropped onto; `over` while one is held above it. */
export function useFlowDrop(onFlow: (id: string) => void) {
  const [over, setOver] = useState(false);
  const isFlow = (event: DragEvent) => event.dataTransfer.types.includes(KIND);
  return {
    over,
    handlers: {
      onDragOver: (event: DragEvent) => {
        if (!isFlow(event)) return;
        event.preventDefault();
        event.dataTransfer.dropEffect = "move";
        setOver(true);
      },
      onDragLeave: () => setOver(false),
      onDrop: (event: DragEvent) => {
        if (!isFlow(event)) return;
        event.preventDefault();
        setOver(false);
        onFlow(event.dataTransfer.getData(KIND));
      },
    },
  };
}
