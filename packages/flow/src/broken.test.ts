import { readdirSync, readFileSync } from "node:fs";
import type { Issue } from "@cordboard/contract";
import { expect, test } from "vitest";
import { check, parseDocument, removeNode, renameNode } from "./index.ts";
import type { FixCommand } from "./check/commands.ts";
import type { FlowDocument } from "./document.ts";
import { node, toys } from "./toys.ts";

/** One flaw per file; the file is called `<code>.flow.json` or `<code>__<which>.flow.json`. */
const folder = new URL("./broken/", import.meta.url);
const files = readdirSync(folder);
const read = (file: string): unknown => JSON.parse(readFileSync(new URL(file, folder), "utf8"));
const codeOf = (file: string): string => file.split(/__|\./)[0]!;

test.each(files)("%s", (file) => {
  const parsed = parseDocument(read(file));
  const issues = parsed.issues ?? check(parsed.document, { registry: toys });
  const expected = codeOf(file);
  const matter = issues.filter((issue) => issue.level !== "hint" || issue.code === expected);
  expect(new Set(matter.map((issue) => issue.code))).toEqual(new Set([expected]));
  for (const issue of matter) expect(issue.message, "says what to do next").toMatch(/[.?:] [A-Z“]|\?$/);
});

test("a fix mends its flaw and brings no other", () => {
  let mended = 0;
  for (const file of files) {
    const { document } = parseDocument(read(file));
    if (!document) continue;
    for (const issue of check(document, { registry: toys })) {
      if (!issue.fix) continue;
      mended += 1;
      const after = check(applyFix(document, issue), { registry: toys });
      expect(
        after.filter((other) => other.level === "error" && other.code === issue.code),
        file,
      ).toEqual([]);
    }
  }
  expect(mended).toBeGreaterThan(10);
});

/** check() is the only writer of these. */
const asFixCommand = (raw: unknown): FixCommand => raw as FixCommand;

function applyFix(document: FlowDocument, issue: Issue): FlowDocument {
  return (issue.fix?.commands ?? []).reduce<FlowDocument>((flow, raw) => {
    const command = asFixCommand(raw);
    if (command.type === "renameNode") return renameNode(flow, command.nodeId, command.name);
    if (command.type === "removeNode") return removeNode(flow, command.nodeId);
    if (command.type === "addEdge") return { ...flow, edges: [...flow.edges, command.edge] };
    if (command.type === "removeEdge") {
      return { ...flow, edges: flow.edges.filter((edge) => edge.from !== command.from || edge.exit !== command.exit) };
    }
    const key = String(command.path[0]);
    const nodes = flow.nodes.map((n) => (n.id === command.nodeId ? { ...n, config: { ...n.config, [key]: command.value ?? null } } : n));
    return { ...flow, nodes };
  }, document);
}

test("a document beyond the limits is refused as a whole", () => {
  const base = { format: "cordboard/flow@1", name: "Big" };
  const many = Array.from({ length: 5_001 }, (_, i) => node(`n${i}`, "say"));
  expect(parseDocument({ ...base, nodes: many }).issues?.[0]?.message).toMatch(/at most 5000 nodes/);
  const heavy = [node("a", "say", { text: "x".repeat(5 * 1024 * 1024) })];
  expect(parseDocument({ ...base, nodes: heavy }).issues?.[0]?.code).toBe("too_large");
});
