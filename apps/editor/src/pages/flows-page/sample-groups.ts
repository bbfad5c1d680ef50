import { describeNode, type FlowDocument, registry } from "@cordboard/flow";

export interface SampleGroup<Sample> {
  title: string;
  samples: Sample[];
}

const GROUPS = [
  { trigger: "call", title: "Somebody calls you" },
  { trigger: "message", title: "Somebody texts you" },
  { trigger: "api", title: "Your program starts it" },
] as const;

/** One that begins in several ways is looked for by the first of these: the others are by the way. */
const RANK = ["call", "api", "message"] as const;

/** By how they begin, so that a support lead finds theirs among many. Groups without samples are left out. */
export function groupSamples<Sample extends { document: FlowDocument }>(samples: readonly Sample[]): SampleGroup<Sample>[] {
  const groups = GROUPS.map(({ trigger, title }) => ({
    title,
    samples: samples.filter(({ document }) => beginning(document) === trigger),
  }));
  return groups.filter((group) => group.samples.length > 0);
}

function beginning(document: FlowDocument): (typeof RANK)[number] {
  const wired = new Set(document.edges.map(({ from, exit }) => `${from} ${exit}`));
  const triggers = document.nodes.flatMap((node) =>
    describeNode(node, registry).exits.flatMap(({ id, trigger }) => (trigger && wired.has(`${node.id} ${id}`) ? [trigger] : [])),
  );
  return RANK.find((one) => triggers.includes(one)) ?? "api";
}
