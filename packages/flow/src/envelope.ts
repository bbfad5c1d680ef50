import { LIMITS } from "@cordboard/contract";
import { z } from "zod";
import { FLOW_FORMAT } from "./document.ts";
import { asGuardedObject } from "./guard-json.ts";
import { FORBIDDEN_KEYS, ID_PATTERN } from "./names.ts";

const id = z.string().regex(ID_PATTERN, "An id has letters, digits, _ and - only, at most 64.");
const safeName = z
  .string()
  .max(LIMITS.nameCharacters, `A name has at most ${LIMITS.nameCharacters} characters.`)
  .refine((name) => !FORBIDDEN_KEYS.has(name), "That name is not allowed. Choose another.");
const position = z.number().min(-10_000_000).max(10_000_000);
/** What is inside was walked by guardJson before. */
const plainObject = z.record(z.string(), z.unknown()).transform(asGuardedObject);

const node = z.strictObject({ id, type: z.string().min(1).max(64), name: safeName, config: plainObject.default({}) });
const edge = z.strictObject({ from: id, exit: z.string().min(1).max(200), to: id });
const variable = z.strictObject({
  name: safeName,
  type: z.enum(["text", "number", "boolean", "json"]).default("text"),
  value: z.string().default(""),
});
const held = { locked: z.literal(true).optional(), group: id.optional() };
const note = z.strictObject({
  id,
  x: position,
  y: position,
  width: position,
  height: position,
  text: z.string(),
  frame: z.literal(true).optional(),
  ...held,
});

const payload = z.strictObject({
  name: z.string().min(1, "A payload needs a name.").max(200),
  as: z.enum(["call", "message", "api"]),
  from: z.string().max(40).optional(),
  text: z.string().max(1_600).optional(),
  params: plainObject.optional(),
  startNode: id.optional(),
  variables: plainObject.optional(),
});

/**
 * The outside of a flow document. Unknown keys are refused by name. What a node's config may hold is its component's
 * business (check()), so that a document with an unknown component loses nothing.
 */
export const flowEnvelope = z.strictObject({
  format: z.literal(FLOW_FORMAT),
  name: z.string().min(1, "The flow needs a name.").max(200),
  description: z.string().max(10_000).default(""),
  language: z
    .string()
    .regex(/^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$/, "A language looks like en-US.")
    .default("en-US"),
  nodes: z.array(node).max(LIMITS.flowNodes, `A flow has at most ${LIMITS.flowNodes} nodes. Split it into several flows.`),
  edges: z
    .array(edge)
    .max(LIMITS.flowNodes * 40)
    .default([]),
  variables: z.array(variable).max(1_000).default([]),
  notes: z.array(note).max(LIMITS.flowNodes).default([]),
  tests: z.array(plainObject).max(1_000).default([]),
  payloads: z.array(payload).max(200).optional(),
  layout: z.record(id, z.strictObject({ x: position, y: position, ...held })).default({}),
});
