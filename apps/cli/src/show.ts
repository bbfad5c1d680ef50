import type { Issue } from "@cordboard/contract";
import type { FlowDocument } from "@cordboard/flow";

/** `file: error: Main_Menu, choices.0.key: message (code)` */
export function issueLine(file: string, issue: Issue, document?: FlowDocument): string {
  const node = document?.nodes.find(({ id }) => id === issue.nodeId)?.name ?? issue.nodeId;
  const place = [node, issue.field ?? issue.exit].filter(Boolean).join(", ");
  return `${file}: ${issue.level}: ${place ? `${place}: ` : ""}${issue.message} (${issue.code})`;
}

export const count = (n: number, what: string): string => `${n} ${what}${n === 1 ? "" : "s"}`;

/** A document as files hold it: indented, with a line end. */
export const documentText = (document: FlowDocument): string => `${JSON.stringify(document, null, 2)}\n`;

/** `Virtual receptionist` → `virtual-receptionist.flow.json` */
export const fileNameOf = (name: string): string =>
  `${
    name
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, "-")
      .replace(/^-|-$/g, "") || "flow"
  }.flow.json`;
