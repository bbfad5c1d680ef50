import { AudioLines } from "lucide-react";
import { IconButton, Menu } from "../../ui/index.ts";
import { MARKUPS, type Markup } from "./ssml.ts";

/** Ways of saying the selected words. */
export function MarkupMenu({ onChoose }: { onChoose: (markup: Markup) => void }) {
  return (
    <Menu
      trigger={<IconButton size="xs" label="How it is said" icon={<AudioLines size={14} />} />}
      items={[
        { heading: "How the selected words are said" },
        ...MARKUPS.map((markup) => ({ label: markup.label, onSelect: () => onChoose(markup) })),
      ]}
    />
  );
}
