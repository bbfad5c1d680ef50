import { z } from "zod";
import { addressKey, isCallable } from "../state/addresses.ts";
import { phoneScript } from "../state/phones.ts";

const address = z.string().trim().min(1).max(256);
const phoneAddress = address.refine((raw) => isCallable(addressKey(raw)), "write a phone number such as +14155550100 or a SIP address");
const senderAddress = address.refine((raw) => /^\d{3,15}$/.test(addressKey(raw)), "write a phone number such as +14155550100");

/** Bodies of the `/sim` routes. Unknown keys are refused by name: a misspelt script would be obeyed in silence. */
export const simSchemas = {
  number: z.strictObject({
    number: address,
    kind: z.enum(["rented", "phone"]),
    type: z.enum(["local", "tollfree", "mobile", "short"]).default("local"),
    voice: z.boolean().default(true),
    sms: z.boolean().default(true),
    mms: z.boolean().default(true),
    alias: z.string().max(100).optional(),
    script: phoneScript.nullable().optional(),
  }),
  call: z.strictObject({ from: phoneAddress, to: phoneAddress, callerName: z.string().max(50).optional() }),
  digits: z.strictObject({ digits: z.string().regex(/^[0-9*#wW]{1,100}$/, "digits are 0-9 * # (w and W pause)") }),
  speech: z.strictObject({ text: z.string().trim().min(1).max(2_000) }),
  message: z.strictObject({
    from: senderAddress,
    to: senderAddress,
    text: z.string().max(10_000).default(""),
    media: z.array(z.url()).max(10).default([]),
    type: z.enum(["sms", "mms", "whatsapp"]).optional(),
    button: z.boolean().default(false),
  }),
  clock: z.strictObject({
    timeScale: z.number().positive().max(10_000).optional(),
    advanceMs: z
      .number()
      .min(0)
      .max(400 * 86_400_000)
      .optional(),
  }),
  reset: z.strictObject({ everything: z.boolean().default(false) }),
} as const;

export type NumberInput = z.input<typeof simSchemas.number>;
export type MessageInput = z.input<typeof simSchemas.message>;
