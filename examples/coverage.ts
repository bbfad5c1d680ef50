import { describeNode, type FlowDocument, parseFlowTest, registry } from "@cordboard/flow";

/**
 * Exits that the tests of a flow have to take, as `Name:exit`: all of every node, but for exits without a cord where nothing can begin:
 * those of the entry, and optional ones, which are off without a cord. A flow-wide handler is no step of its own; what it leads to has
 * been reached by it when no other cord goes there.
 */
export function exitsToTake(document: FlowDocument): string[] {
  const wired = new Set(document.edges.map(({ from, exit }) => `${from} ${exit}`));
  const alone = document.edges.filter((one) => document.edges.every((other) => other === one || other.to !== one.to));
  const shownBehind = new Set(alone.map(({ from, exit }) => `${from} ${exit}`));
  return document.nodes.flatMap((node) => {
    const entry = registry.get(node.type)?.entry ?? false;
    return (describeNode(node, registry).exits ?? [])
      .filter(({ id, handles }) => !handles || !shownBehind.has(`${node.id} ${id}`))
      .filter(({ id, optional }) => wired.has(`${node.id} ${id}`) || (!entry && !optional))
      .map(({ id }) => `${node.name}:${id}`);
  });
}

const PROOFS = ["hear", "expectMessage", "expectCall", "expectEmail"] as const;

/** Going somewhere is nothing: a test proves something by what is heard, sent or stored. */
export function proves(raw: unknown): boolean {
  const { test } = parseFlowTest(raw);
  if (!test) return false;
  const { variables, outputs, result } = test.expect;
  return (
    test.steps.some((step) => PROOFS.some((proof) => proof in step)) ||
    Object.keys(variables).length > 0 ||
    Object.keys(outputs ?? {}).length > 0 ||
    result !== undefined
  );
}

export function shownAs(name: string, exits: number, missing: readonly string[]): string {
  const taken = exits - missing.length;
  return `  ${name.padEnd(24)} ${taken}/${exits}${missing.length > 0 ? `; missing: ${missing.join(", ")}` : ""}`;
}
