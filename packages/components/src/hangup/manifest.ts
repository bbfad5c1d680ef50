import { defineManifest, type ExitSpec, type JsonObject } from "@cordboard/contract";
import { z } from "zod";

const config = z.strictObject({
  reason: z
    .enum(["none", "rejected", "busy"])
    .default("none")
    .meta({
      title: "Tell the carrier",
      description: "Rejected and busy only matter before the call is answered.",
      form: { widget: "segmented", labels: { none: "Just hang up", rejected: "Rejected", busy: "Busy" } },
    }),
  afterSeconds: z
    .number()
    .int()
    .min(0)
    .max(14_400)
    .default(0)
    .meta({
      title: "Hang up after",
      description: "0 hangs up now. Else the path goes on and the call ends at that time.",
      form: { unit: "s", advanced: true },
    }),
});

const WORDS = { none: "Hangs up", rejected: "Rejects the call", busy: "Sounds busy" };

export const hangup = defineManifest({
  type: "hangup",
  version: 1,
  title: "Hang Up",
  summary: "Ends the call, or rejects it before it is answered.",
  group: "call",
  icon: "phone-off",
  keywords: ["end call", "reject", "busy", "disconnect"],
  config,
  defaults: (): JsonObject => ({ reason: "none" }),
  exits: (c): ExitSpec<"next">[] => (c.afterSeconds > 0 ? [{ id: "next", label: "Next" }] : []),
  variables: () => [],
  face: (c) => [c.afterSeconds > 0 ? `Hangs up in ${c.afterSeconds} s` : WORDS[c.reason]],
  check: (c) =>
    c.afterSeconds > 0 && c.reason !== "none"
      ? [
          {
            level: "warning",
            code: "reason_unused",
            message: "A hang-up that comes later can't reject the call; set the time to 0 or the reason to “Just hang up”.",
            field: "reason",
          },
        ]
      : [],
});
