import type { Flow } from "../../api/flows.ts";

/*
 * Folders are paths that flows carry: `Support/Night`. One is there as long as a flow lies in it or below, so there is
 * nothing to make beforehand and nothing empty to clear away. "" is the top.
 */
export interface Folder {
  path: string;
  name: string;
  /** Flows in it and below. */
  flows: number;
}

/** What a folder shows: the folders in it by name, and the flows that lie right in it. */
export function contentOf(flows: readonly Flow[], path: string): { folders: Folder[]; flows: Flow[] } {
  const counts = new Map<string, number>();
  for (const { folder } of flows) {
    const child = childOf(path, folder);
    if (child !== null) counts.set(child, (counts.get(child) ?? 0) + 1);
  }
  const folders = [...counts].map(([child, count]) => ({ path: child, name: nameOf(child), flows: count }));
  return { folders: folders.toSorted((a, b) => a.name.localeCompare(b.name)), flows: flows.filter(({ folder }) => folder === path) };
}

/** The folder of `path` that `folder` is or lies in; null: it lies elsewhere, or is `path` itself. */
function childOf(path: string, folder: string): string | null {
  if (folder === path || !isWithin(folder, path)) return null;
  const depth = path === "" ? 1 : path.split("/").length + 1;
  return folder.split("/").slice(0, depth).join("/");
}

export const isWithin = (folder: string, path: string): boolean => path === "" || folder === path || folder.startsWith(`${path}/`);
export const nameOf = (path: string): string => path.split("/").at(-1) ?? "";

/** The way down to a folder: each one on it, the top left out. */
export const wayTo = (path: string): string[] => (path === "" ? [] : path.split("/").map((_, i, parts) => parts.slice(0, i + 1).join("/")));

/** Every folder that there is, with those on the way to it. */
export function allFolders(flows: readonly Flow[]): string[] {
  return [...new Set(flows.flatMap(({ folder }) => wayTo(folder)))].toSorted((a, b) => a.localeCompare(b));
}

/** Where a flow lies after `from` was given another path. */
export const moved = (folder: string, from: string, to: string): string => [to, folder.slice(from.length + 1)].filter(Boolean).join("/");

/** As the server writes a path, or what is wrong with it. */
export function readPath(typed: string): { path: string } | { flaw: string } {
  const parts = typed
    .split("/")
    .map((part) => part.trim())
    .filter(Boolean);
  if (parts.length === 0) return { flaw: "Give the folder a name." };
  if (parts.length > 5) return { flaw: "At most five folders within each other." };
  if (parts.some((part) => part.length > 60)) return { flaw: "A folder’s name has at most 60 characters." };
  return { path: parts.join("/") };
}

export const folderAddress = (path: string): string =>
  path === "" ? "/flows" : `/flows?${new URLSearchParams({ folder: path }).toString()}`;
