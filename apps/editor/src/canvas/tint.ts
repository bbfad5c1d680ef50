import type { Group } from "@cordboard/contract";

const TINTS: Record<Group, string> = {
  start: "var(--start)",
  call: "var(--call)",
  input: "var(--input)",
  message: "var(--message)",
  logic: "var(--logic)",
  integration: "var(--integration)",
};

/** The colour of a group; grey for a component that isn't known. */
export function tintOf(group: Group | null): string {
  return group ? TINTS[group] : "var(--control)";
}
