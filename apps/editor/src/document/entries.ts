import { registry, type FlowDocument } from "@cordboard/flow";

/** The nodes that a run can begin at. */
export const entriesOf = ({ nodes }: FlowDocument): ReadonlySet<string> =>
  new Set(nodes.filter(({ type }) => registry.get(type)?.entry).map(({ id }) => id));
