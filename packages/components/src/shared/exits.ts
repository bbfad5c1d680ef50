import type { ExitSpec } from "@cordboard/contract";

/** The caller hung up while this node waited. Few authors wire it: bare, the path ends and `on_hangup` runs. */
export const HUNG_UP: ExitSpec<"hung_up"> = { id: "hung_up", label: "Caller hung up", handler: "on_hangup", optional: true };

/** Every component that can fail has it and sets `<Node>.error.code` and `.message`; bare, the flow's `on_error` runs. */
export const FAILED: ExitSpec<"failed"> = { id: "failed", label: "Failed", handler: "on_error" };
