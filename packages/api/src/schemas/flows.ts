import { LIMITS } from "@cordboard/contract";
import type { Change, FlowAround, FlowDocument } from "@cordboard/flow";
import { z } from "zod";
import { id, issue, jsonObject, number, pageQuery, source, time } from "./common.ts";

/** The document is parsed by the flow package, which names each flaw; here it only has to be an object. */
export const flowDocument = z
  .custom<FlowDocument>((value) => typeof value === "object" && value !== null && !Array.isArray(value), "Expected a flow document")
  .meta({ id: "FlowDocument", description: "See /api/schema/flow.json.", override: { type: "object", additionalProperties: true } });
/** As sent by a caller: not parsed yet. */
export const rawDocument = z
  .unknown()
  .refine((value) => value !== undefined, "Missing")
  .meta({ id: "RawFlowDocument", description: "See /api/schema/flow.json.", override: { type: "object", additionalProperties: true } });

const flowName = z.string().trim().min(1).max(200);
const revision = z.int().min(1);

export const versionInfo = z
  .strictObject({ version: z.int(), hash: z.string(), at: time, by: z.string(), message: z.string() })
  .meta({ id: "VersionInfo" });
export const version = z.strictObject({ ...versionInfo.shape, document: flowDocument }).meta({ id: "Version" });

/** A path in the list of flows: `Support/Night`; empty: at the top. */
const folder = z
  .string()
  .max(200)
  .transform((path) =>
    path
      .split("/")
      .map((part) => part.trim())
      .filter(Boolean)
      .join("/"),
  )
  .refine((path) => path.split("/").length <= 5, "At most five folders within each other")
  .refine((path) => path.split("/").every((part) => part.length <= 60), "A folder’s name has at most 60 characters");

export const flow = z
  .strictObject({
    id,
    name: z.string(),
    folder: z.string(),
    draft: z.strictObject({ revision, document: flowDocument }),
    published: versionInfo.nullable(),
    issues: z.array(issue),
    /** Numbers whose calls or messages come to this flow. */
    numbers: z.array(z.strictObject({ number, voice: z.boolean(), message: z.boolean() })),
    /** The draft says something else than the published version. */
    changed: z.boolean(),
    createdAt: time,
    updatedAt: time,
  })
  .meta({ id: "Flow" });
export type Flow = z.output<typeof flow>;
export type VersionInfo = z.output<typeof versionInfo>;
export type Version = z.output<typeof version>;

export const template = z
  .strictObject({ id: z.string(), name: z.string(), description: z.string(), document: flowDocument })
  .meta({ id: "Template" });
export type Template = z.output<typeof template>;

export const flowsQuery = z.strictObject({ ...pageQuery, text: z.string().max(200).optional(), folder: folder.optional() });
export const createFlow = z.strictObject({ name: flowName, document: rawDocument.optional(), folder: folder.optional() });
export const patchFlow = z
  .strictObject({ name: flowName.optional(), folder: folder.optional() })
  .refine((body) => Object.keys(body).length > 0, "Give a name, a folder, or both");
export const saveDraft = z.strictObject({ revision, document: rawDocument });
export const savedDraft = z.strictObject({ revision, issues: z.array(issue) });
export const validateFlow = z.strictObject({ document: rawDocument });
export const issues = z.strictObject({ issues: z.array(issue) });
/** Flows by name, as a flow that runs them names them. */
export const flowNames = z.strictObject({ names: z.array(z.string().max(200)).max(200) });
const flowAround: z.ZodType<FlowAround> = z
  .strictObject({
    id,
    name: z.string(),
    version: z.int().nullable(),
    callable: z.boolean(),
    runs: z.array(z.string()),
    results: z.array(z.string()).nullable(),
    required: z.array(z.string()),
  })
  .meta({ id: "FlowAround" });
export const flowsAround = z.strictObject({ items: z.array(flowAround) });
export const publishFlow = z.strictObject({ revision, message: z.string().max(500).optional() });
export const published = z.strictObject({ version: z.int(), hash: z.string() });
export const restored = z.strictObject({ revision });

export const versionsQuery = z.strictObject(pageQuery);
export const exportQuery = z.strictObject({ version: z.string().max(20).optional() });
export const machine = jsonObject;

export const diffQuery = z.strictObject({ from: z.string().max(20), to: z.string().max(20) });
const change = z
  .custom<Change>((value) => typeof value === "object" && value !== null && "kind" in value && "words" in value)
  .meta({ id: "FlowChange", description: "`kind` and a sentence in `words`; more by kind.", override: { type: "object" } });
export const diff = z
  .strictObject({
    from: source,
    to: source,
    changes: z.array(change),
  })
  .meta({ id: "FlowDiff" });

/** What an effect of the named node answers, instead of being performed. */
export const effectMock = z
  .union([
    z.strictObject({ ok: z.literal(true), data: jsonObject }),
    z.strictObject({ ok: z.literal(false), error: z.strictObject({ code: z.string(), message: z.string() }), data: jsonObject.optional() }),
  ])
  .meta({ id: "EffectMock" });
export const mocks = z.record(z.string().max(LIMITS.nameCharacters), effectMock).meta({ description: "By node name." });
export type Mocks = z.output<typeof mocks>;

export const tryFlow = z
  .strictObject({
    as: z.enum(["call", "message", "api"]),
    source,
    /** The outside phone; a default one when left out. */
    from: number.optional(),
    /** `message`: what it says. */
    text: z.string().max(1600).optional(),
    media: z.array(z.url()).max(10).optional(),
    /** `api`: the payload. */
    params: jsonObject.optional(),
    /** Begin at this node (id or name) instead of at Start. */
    startNode: z.string().optional(),
    /** Variables as if earlier nodes had run, by node name; flow variables under `vars`. */
    variables: jsonObject.optional(),
    mocks: mocks.optional(),
  })
  .meta({ id: "TryFlow" });
export type TryFlow = z.output<typeof tryFlow>;
export const tried = z.strictObject({ runId: id, callUuid: z.string().optional(), from: number.optional(), to: number.optional() });

export const tryNode = z
  .strictObject({
    /** Id or name of a node of the draft. */
    node: z.string(),
    /** Settings to try instead of the draft's. */
    config: jsonObject.optional(),
    /** Variables as if earlier nodes had run, by node name; flow variables under `vars`. */
    variables: jsonObject.optional(),
  })
  .meta({ id: "TryNode" });
export type TryNode = z.output<typeof tryNode>;
export const nodeTried = z
  .strictObject({
    exit: z.string(),
    /** The node's variables. */
    outputs: jsonObject,
    error: z.strictObject({ code: z.string(), message: z.string() }).nullable(),
    durationMs: z.int(),
  })
  .meta({ id: "NodeTried" });

export const importFlow = z
  .unknown()
  .refine((value) => value !== undefined)
  .meta({ description: "A flow document (cordboard/flow@1).", override: { type: "object", additionalProperties: true } });

export const runTests = z.strictObject({ source, names: z.array(z.string()).optional() });
export const testsReport = z
  .strictObject({
    passed: z.int(),
    failed: z.int(),
    cases: z.array(
      z.strictObject({
        name: z.string(),
        ok: z.boolean(),
        /** 1 for the first of the test's `steps`, or the name of the expectation that failed. */
        failedStep: z.union([z.int(), z.string()]).nullable(),
        message: z.string().nullable(),
        runId: z.string().nullable(),
        /** `Name:exit` of each step of the first run. */
        path: z.array(z.string()),
      }),
    ),
  })
  .meta({ id: "TestsReport" });
export type TestsReport = z.output<typeof testsReport>;

export const startRuns = z
  .strictObject({
    to: z.union([number, z.array(number).min(1).max(LIMITS.batchRuns)]).optional(),
    from: number.optional(),
    params: jsonObject.optional(),
    version: z.int().min(1).optional(),
  })
  .meta({ id: "StartRuns" });
const started = z.strictObject({ runId: id, flowId: id, version: z.int() });
/** A run that was refused has no id, and says why. */
const batchRun = z.strictObject({
  runId: id.nullable(),
  to: number,
  error: z.strictObject({ code: z.string(), message: z.string() }).optional(),
});
export const startedRuns = z
  .union([started, z.strictObject({ batchId: id, flowId: id, version: z.int(), runs: z.array(batchRun) })])
  .meta({ id: "StartedRuns", description: "One run, or a batch when `to` has more than one number." });
export type StartedRuns = z.output<typeof startedRuns>;
