import { defineManifest, type ExitSpec } from "@cordboard/contract";
import { z } from "zod";
import { FAILED } from "../shared/exits.ts";

const config = z.strictObject({ to: z.array(z.string()).default([]) });

export type CallForwardConfig = z.infer<typeof config>;

export const callForward = defineManifest({
  type: "call_forward",
  version: 1,
  title: "Call Forward",
  summary: "Connects the caller with somebody else.",
  group: "call",
  icon: "phone-forwarded",
  needsCall: true,
  waits: true,
  config,
  defaults: () => ({ to: [] }),
  exits: (): ExitSpec<"completed" | "no_answer" | "busy" | "rejected" | "failed">[] => [
    { id: "completed", label: "Completed" },
    { id: "no_answer", label: "No answer" },
    { id: "busy", label: "Busy" },
    { id: "rejected", label: "Rejected" },
    FAILED,
  ],
  variables: () => [],
  face: () => [],
});
