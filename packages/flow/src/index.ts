/**
 * The flow document: what an author edits, a file holds and a run is pinned to.
 *
 *   envelope   the outside of a document, read strictly (parseDocument)      registry    component types by name
 *   view       a node seen through its component: exits, variables, face     check       what is wrong with a flow, as issues
 *   template   a text with {{ … }} (Liquid, bounded, own properties only)    reference   a value a template reads
 *   flow test  people at telephones and what must come of it, beside the flow (parseFlowTest)
 *   marker     what stands for a secret until an effect is performed         canonical   what a flow does, as one text; hashed
 */
import type { Issue, JsonObject } from "@cordboard/contract";
import { aroundWith, type FlowAround, subFlowsWith } from "./around.ts";
import { checkWith, type Surroundings } from "./check/index.ts";
import { type Change, diffFlowsWith } from "./diff.ts";
import type { FlowDocument } from "./document.ts";
import { emptyDocumentWith } from "./empty-document.ts";
import { type Extraction, extractFlowWith, type ExtractionProblem } from "./extract.ts";
import { flowJsonSchemaWith } from "./json-schema.ts";
import { registry, type Registry } from "./registry.ts";
import { findWith } from "./search/find.ts";
import type { Hit } from "./search/hit.ts";
import { type Use, usesWith } from "./search/uses.ts";
import { renameVariableWith } from "./rename-variable.ts";
import { suggestNodeNameWith } from "./suggest-name.ts";
import { type ReadValue, readFromWith } from "./read-from.ts";
import { type VariableChoice, variablesAtWith } from "./variables-at.ts";

export * from "./document.ts";
export { canonicalJson, contentHash } from "./canonical.ts";
export type { Fix, FixCommand } from "./check/commands.ts";
export { describeNode, type NodeView } from "./describe-node.ts";
export type { FlowAround } from "./around.ts";
export type { Extraction, ExtractionProblem } from "./extract.ts";
export type { Surroundings } from "./check/index.ts";
export type { NumberAround } from "./check/numbers.ts";
export type { Change } from "./diff.ts";
export { removeNode, renameNode } from "./edit.ts";
export { type DatabaseEntry, type EffectMock, type FlowTest, type HttpEntry, TEST_FORMAT, type TestStep } from "./flow-test.ts";
export { parseFlowTest, type ParsedTest, type TestProblem } from "./parse-flow-test.ts";
export { guardJson } from "./guard-json.ts";
export { migrateDocument } from "./migrations.ts";
export { nameAdvice, nameProblem, toName, uniqueName } from "./names.ts";
export { parseDocument, type ParsedDocument } from "./parse-document.ts";
export { makeRegistry, registry, type Registry } from "./registry.ts";
export { fieldInfo } from "./schema-walk.ts";
export type { Hit } from "./search/hit.ts";
export type { Use } from "./search/uses.ts";
export { eachString, type Path } from "./strings.ts";
export { hasTemplate, parseTemplate, type ParseResult } from "./templates/parse.ts";
export { type Reference, referencesIn, replaceReferences } from "./templates/references.ts";
export { type RenderOptions, renderTemplate } from "./templates/render.ts";
export { type CompiledConfig, compileConfig } from "./render-config.ts";
export { replaceSecrets, secretMarker, secretsIn } from "./templates/secrets.ts";
export type { ReadValue } from "./read-from.ts";
export type { VariableChoice } from "./variables-at.ts";
export { wayIn } from "./way-in.ts";

interface Options {
  /** Another set of components than the program's own; for tests. */
  registry?: Registry;
}

/** Everything wrong or doubtful in a flow, worst first. `error` blocks publishing. */
export const check = (document: FlowDocument, options: Options & Surroundings = {}): Issue[] =>
  checkWith(document, options.registry ?? registry, options);

/** The flows that a document's nodes run, by name. */
export const subFlowsOf = (document: FlowDocument, options: Options = {}): ReturnType<typeof subFlowsWith> =>
  subFlowsWith(document, options.registry ?? registry);

/** What check() of other flows needs to know of one; `document`: the text of its published version. */
export const aroundOf = (
  flow: { id: string; name: string; version: number | null },
  document: FlowDocument | null,
  options: Options = {},
): FlowAround => aroundWith(flow, document, options.registry ?? registry);

/** A new flow with its start node. */
export const emptyDocument = (name: string, options: Options = {}): FlowDocument => emptyDocumentWith(name, options.registry ?? registry);

/** What changed from one document to another, for people. */
export const diffFlows = (a: FlowDocument, b: FlowDocument, options: Options = {}): Change[] =>
  diffFlowsWith(a, b, options.registry ?? registry);

/** JSON Schema of `*.flow.json`. */
export const flowJsonSchema = (options: Options = {}): JsonObject => flowJsonSchemaWith(options.registry ?? registry);

/** Another name for a flow variable wherever it is read or set; the same document when that can't be. */
export const renameVariable = (document: FlowDocument, from: string, to: string, options: Options = {}): FlowDocument =>
  renameVariableWith(document, from, to, options.registry ?? registry);

/** Some of a flow's nodes as a flow of their own, or why that can't be. */
export const extractFlow = (
  document: FlowDocument,
  nodeIds: ReadonlySet<string>,
  flowName: string,
  options: Options = {},
): Extraction | ExtractionProblem => extractFlowWith(document, nodeIds, flowName, options.registry ?? registry);

/** A free name for a new node. */
export const suggestNodeName = (document: FlowDocument, type: string, config: JsonObject, options: Options = {}): string =>
  suggestNodeNameWith(document, type, config, options.registry ?? registry);

/** What the texts of a node can read. */
export const variablesAt = (document: FlowDocument, nodeId: string, options: Options = {}): VariableChoice[] =>
  variablesAtWith(document, nodeId, options.registry ?? registry);

/** What a run that begins at this node would have been given by the steps before it. */
export const readFrom = (document: FlowDocument, nodeId: string, options: Options = {}): ReadValue[] =>
  readFromWith(document, nodeId, options.registry ?? registry);

/** Where a text stands in a flow. */
export const findInFlow = (document: FlowDocument, wanted: string, options: Options = {}): Hit[] =>
  findWith(document, wanted, options.registry ?? registry);

/** Where a flow uses a number, another flow, a secret or a variable. */
export const usesInFlow = (document: FlowDocument, use: Use, options: Options = {}): Hit[] =>
  usesWith(document, use, options.registry ?? registry);
