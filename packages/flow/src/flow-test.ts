import { z } from "zod";

/** A flow test, in a file `*.test.json` or in a document's `tests` (interface.md, "Files"). */
export const TEST_FORMAT = "cordboard/test@1";

const number = z.string().regex(/^\+[1-9]\d{6,14}$/, "write numbers as +14155550100");
/** Which telephone does it; without one, the caller's, else the one that answered last. */
const phone = { phone: number.optional() };

const step = z.union([
  z.strictObject({ hear: z.string().min(1), ...phone }),
  z.strictObject({ press: z.string().regex(/^[0-9*#]+$/, "keys are 0-9 * #"), ...phone }),
  z.strictObject({ say: z.string().min(1), ...phone }),
  z.strictObject({ text: z.string(), ...phone }),
  z.strictObject({ wait: z.string().regex(/^\d+(\.\d+)?\s*(ms|s|m|h|d)$/, 'write times as "5s", "10m" or "2h"') }),
  z.strictObject({ expectCall: z.strictObject({ to: number }) }),
  z.strictObject({
    /** `media`: addresses of files that it carries, in this order. */
    expectMessage: z.strictObject({ to: number.optional(), text: z.string().optional(), media: z.array(z.string()).optional() }),
  }),
  z.strictObject({
    expectEmail: z.strictObject({ to: z.string().optional(), subject: z.string().optional(), text: z.string().optional() }),
  }),
  /** Trouble of the carrier from here on, as in `POST /sim/faults`. */
  z.strictObject({ faults: z.record(z.string(), z.json()) }),
  z.strictObject({ answer: z.literal(true), ...phone }),
  z.strictObject({ reject: z.literal(true), ...phone }),
  z.strictObject({ hangup: z.literal(true), ...phone }),
]);
export type TestStep = z.infer<typeof step>;

const httpEntry = z.strictObject({
  method: z.string().default("GET"),
  url: z.string(),
  status: z.number().int().min(100).max(599).default(200),
  json: z.json().optional(),
  text: z.string().optional(),
  headers: z.record(z.string(), z.string()).default({}),
  afterMs: z.number().min(0).default(0),
  /** The server can't be reached. */
  unreachable: z.boolean().default(false),
});
export type HttpEntry = z.infer<typeof httpEntry>;

const databaseEntry = z.strictObject({
  /** The secret that the step names. */
  connection: z.string(),
  /** A part of the statement as it goes out; empty: any. */
  sql: z.string().default(""),
  /** Values that these parameters have to have; others may have any. */
  parameters: z.record(z.string(), z.json()).default({}),
  rows: z.array(z.record(z.string(), z.json())).default([]),
  /** Rows that a statement changed which answers none. */
  changed: z.number().int().min(0).optional(),
  afterMs: z.number().min(0).default(0),
  /** The database can't be reached. */
  unreachable: z.boolean().default(false),
  /** It refuses the query, in these words. */
  error: z.string().optional(),
});
export type DatabaseEntry = z.infer<typeof databaseEntry>;

/** What a node's effect answers, instead of being performed. */
const effectMock = z.union([
  z.strictObject({ ok: z.literal(true), data: z.record(z.string(), z.json()).default({}) }),
  z.strictObject({ ok: z.literal(false), error: z.strictObject({ code: z.string(), message: z.string() }) }),
]);
export type EffectMock = z.infer<typeof effectMock>;

const parties = { from: number, to: number };

export const flowTest = z.strictObject({
  format: z.literal(TEST_FORMAT),
  name: z.string().min(1).max(200),
  /** The flow's file, beside the test's; for the command line. */
  flow: z.string().optional(),
  now: z.iso.datetime({ offset: true }).optional(),
  start: z.union([
    z.strictObject({ call: z.strictObject(parties) }),
    z.strictObject({ message: z.strictObject({ ...parties, text: z.string(), media: z.array(z.string()).default([]) }) }),
    z.strictObject({
      api: z.strictObject({ to: number.optional(), from: number.optional(), params: z.record(z.string(), z.json()).default({}) }),
    }),
  ]),
  /** Name of a node that the run begins at, instead of at the entry. */
  startAt: z.string().min(1).optional(),
  /** Outside phones by number, with the script of `POST /sim/numbers`. */
  phones: z.record(z.string(), z.json()).default({}),
  http: z.array(httpEntry).default([]),
  database: z.array(databaseEntry).default([]),
  /** By node name. */
  mocks: z.record(z.string(), effectMock).default({}),
  /** First values of variables: `{ "vars": { … } }`, with `startAt` also those of nodes before it. */
  variables: z.record(z.string(), z.json()).default({}),
  steps: z.array(step).default([]),
  expect: z
    .strictObject({
      /** `Name` or `Name:exit`, in this order; others may lie between. */
      path: z.array(z.string()).default([]),
      status: z.enum(["running", "completed", "failed", "stopped"]).optional(),
      reason: z.string().optional(),
      result: z.string().optional(),
      /** By dotted path below the node's name. */
      variables: z.record(z.string(), z.json()).default({}),
      outputs: z.record(z.string(), z.json()).optional(),
    })
    .default({ path: [], variables: {} }),
});
export type FlowTest = z.infer<typeof flowTest>;
