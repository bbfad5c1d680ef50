import { MessageSquareQuote, Music } from "lucide-react";
import type { Json } from "@cordboard/contract";
import { Button } from "../../ui/index.ts";
import { useForm } from "../form-context.tsx";
import { asList, type WidgetProps } from "../widget.ts";
import { PromptItem } from "./prompt-item.tsx";

/** Ready to be typed into; it is stored with its first letter. */
const UNWRITTEN: Json[] = [{ speak: "" }];

/** What a caller hears, in order: texts to speak and files to play. */
export function PromptControl({ field, path, value }: WidgetProps) {
  const { change } = useForm();
  const items = asList(value) ?? asList(field.default) ?? [];
  const shown = items.length === 0 && !field.form.advanced ? UNWRITTEN : items;
  const add = (item: Json) => change(path, [...items, item]);
  return (
    <div className="flex flex-col gap-1.5">
      {shown.map((item, index) => (
        <PromptItem key={index} item={item} index={index} items={items} path={path} title={field.title} />
      ))}
      <div className="flex gap-1">
        <Button size="sm" variant="ghost" className="text-muted" icon={<MessageSquareQuote size={14} />} onClick={() => add({ speak: "" })}>
          Say something
        </Button>
        <Button size="sm" variant="ghost" className="text-muted" icon={<Music size={14} />} onClick={() => add({ play: "" })}>
          Play a file
        </Button>
      </div>
    </div>
  );
}
