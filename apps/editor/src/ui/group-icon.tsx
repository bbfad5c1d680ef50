import type { Group } from "@cordboard/contract";
import type { ReactNode } from "react";
import { cx } from "./cx.ts";
import { GROUP_TEXT } from "./node-icon.tsx";

/** Drawn for this board, on 24 × 24: jacks are rings, cords are lines between them. */
const GLYPHS: Record<Group, ReactNode> = {
  // A jack with the plug in it.
  start: (
    <>
      <circle cx="12" cy="12" r="8.5" />
      <circle cx="12" cy="12" r="3" fill="currentColor" stroke="none" />
    </>
  ),
  // What is heard, and the keys that answer it.
  input: (
    <>
      <path d="M4 10v4M8 6.5v11M12 9v6" />
      {[16.5, 20.5].flatMap((x) =>
        [7, 12, 17].map((y) => <circle key={`${x} ${y}`} cx={x} cy={y} r="1.35" fill="currentColor" stroke="none" />),
      )}
    </>
  ),
  // Two parties, one cord.
  call: (
    <>
      <circle cx="5.5" cy="16.5" r="3" />
      <circle cx="18.5" cy="7.5" r="3" />
      <path d="M8.5 16.5c6 0 1-9 7-9" />
    </>
  ),
  // Something written, on its cord.
  message: (
    <>
      <path d="M4 6.5a2 2 0 0 1 2-2h12a2 2 0 0 1 2 2v7a2 2 0 0 1-2 2h-7l-4.5 4v-4H6a2 2 0 0 1-2-2z" />
      <path d="M8 8.5h8M8 11.7h5" />
    </>
  ),
  // One way in, two ways out.
  logic: (
    <>
      <circle cx="5" cy="12" r="2.5" />
      <circle cx="19" cy="6" r="2.5" />
      <circle cx="19" cy="18" r="2.5" />
      <path d="M7.5 12c5 0 4-6 9-6M7.5 12c5 0 4 6 9 6" />
    </>
  ),
  // A plug for what is outside.
  integration: (
    <>
      <path d="M9 3.5v4.5M15 3.5v4.5M6.5 8h11v3.5a5.5 5.5 0 0 1-11 0zM12 17v3.5" />
    </>
  ),
};

/** The sign of a group of components, in the group's tint. */
export function GroupIcon({ group, size = 14, className }: { group: Group; size?: number; className?: string }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth={2}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden
      className={cx("shrink-0", GROUP_TEXT[group], className)}
    >
      {GLYPHS[group]}
    </svg>
  );
}
