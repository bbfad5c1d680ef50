import { registry } from "@cordboard/flow";
import type { Plugin } from "vite";

const ID = "virtual:manifest-icons";

/** `audio-lines` → `AudioLines`, as lucide names its exports. */
const exportOf = (name: string): string => name.replace(/(?:^|-)([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());

/** Of lucide's 1,700 icons those that a manifest names are bundled: a new component brings its own, and no list names it twice. */
export function manifestIcons(): Plugin {
  const names = [...new Set([...registry.values()].map(({ icon }) => icon))].sort();
  return {
    name: "manifest-icons",
    resolveId: (id) => (id === ID ? `\0${ID}` : undefined),
    load: (id) =>
      id === `\0${ID}`
        ? `import { ${names.map(exportOf).join(", ")} } from "lucide-react";
           export const ICONS = { ${names.map((name) => `"${name}": ${exportOf(name)}`).join(", ")} };`
        : undefined,
  };
}
