import { z } from "zod";
import type { Command } from "./command.ts";

const path = z.array(z.union([z.string(), z.number()]));
const edge = z.strictObject({ from: z.string(), exit: z.string(), to: z.string() });
const fixCommand = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("setConfig"), nodeId: z.string(), path, value: z.json().optional() }),
  z.strictObject({ type: z.literal("removeEdge"), from: z.string(), exit: z.string() }),
  z.strictObject({ type: z.literal("addEdge"), edge }),
  z.strictObject({ type: z.literal("renameNode"), nodeId: z.string(), name: z.string() }),
  z.strictObject({ type: z.literal("removeNode"), nodeId: z.string() }),
]);

/** The commands of an issue's one-click fix; null when this editor doesn't know one of them (a newer server wrote it). */
export function fixCommands(raw: readonly unknown[]): Command[] | null {
  const parsed = z.array(fixCommand).safeParse(raw);
  if (!parsed.success) return null;
  return parsed.data.map((command): Command => {
    if (command.type === "removeNode") return { type: "removeNodes", nodeIds: [command.nodeId] };
    return command.type === "setConfig" ? { ...command, value: command.value } : command;
  });
}
