import type { Group } from "@cordboard/contract";
import { Puzzle } from "lucide-react";
import { ICONS } from "virtual:manifest-icons";
import { cx } from "./cx.ts";

/** Where Tailwind can see each class written out. */
export const GROUP_TEXT: Record<Group, string> = {
  start: "text-start",
  call: "text-call",
  input: "text-input",
  message: "text-message",
  logic: "text-logic",
  integration: "text-integration",
};
const GROUP_BG: Record<Group, string> = {
  start: "bg-start",
  call: "bg-call",
  input: "bg-input",
  message: "bg-message",
  logic: "bg-logic",
  integration: "bg-integration",
};
/** In the palette's order: what a first flow needs comes first. */
export const GROUP_TITLES: Record<Group, string> = {
  start: "Start",
  input: "Prompts and input",
  call: "Calls",
  message: "Messages",
  logic: "Logic",
  integration: "Integrations",
};

/** A manifest's icon by its lucide name; a puzzle piece stands for a component that is not known here. */
export function NodeIcon({ name, size = 16 }: { name: string; size?: number }) {
  const Icon = ICONS[name] ?? Puzzle;
  return <Icon size={size} strokeWidth={1.9} aria-hidden />;
}

/** The opaque square in the group's tint that a component is known by. */
export function NodeTile({ icon, group, size = "md" }: { icon: string; group: Group | null; size?: "sm" | "md" }) {
  return (
    <span
      aria-hidden
      className={cx(
        "inline-flex shrink-0 items-center justify-center text-on-tint",
        size === "sm" ? "size-5 rounded-sm" : "size-6 rounded-[6px]",
        group ? GROUP_BG[group] : "bg-control",
      )}
    >
      <NodeIcon name={icon} size={size === "sm" ? 12 : 14} />
    </span>
  );
}
