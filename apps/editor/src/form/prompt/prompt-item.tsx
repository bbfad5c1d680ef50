import { LIMITS, type Json } from "@cordboard/contract";
import { MessageSquareQuote, Music } from "lucide-react";
import { useRef } from "react";
import type { Path } from "../../document/index.ts";
import { InnerIssues } from "../field.tsx";
import { useForm } from "../form-context.tsx";
import type { TemplateHandle } from "../template/template-input.tsx";
import { ItemActions } from "../widgets/item-actions.tsx";
import { ListenButton } from "./listen-button.tsx";
import { MarkupMenu } from "./markup-menu.tsx";
import { PromptOptions } from "./prompt-options.tsx";
import { PromptText } from "./prompt-text.tsx";
import { readPart, spokenText, type PromptPart } from "./prompt-data.ts";
import { RecordButton } from "./record/record-button.tsx";
import { markUp, secondsToSay, type Markup } from "./ssml.ts";
import { UploadButton } from "./upload-button.tsx";

export interface PromptItemProps {
  item: Json;
  index: number;
  items: readonly Json[];
  path: Path;
  title: string;
}

export function PromptItem({ item, index, items, path, title }: PromptItemProps) {
  const { change, language } = useForm();
  const fields = useRef<(TemplateHandle | null)[]>([]);
  const last = useRef(0);
  const own = [...path, index];
  const part = readPart(item);
  if (!part) return null;
  const speaks = part.kind === "speak";
  const name = `${speaks ? "text" : "file"} ${index + 1}`;
  const mark = (markup: Markup) => {
    const at = Math.min(last.current, part.texts.length - 1);
    const field = fields.current[at];
    const marked = markUp(part, at, field?.selection() ?? { from: 0, to: 0 }, markup, language);
    change(own, marked.item);
    field?.select(marked.from, marked.to);
  };
  const [first, ...others] = part.texts;
  return (
    <div data-field={own.join(".")} className="group/item rounded-control border border-line bg-raised p-1.5">
      <div className="flex h-6 items-center gap-1.5 pl-1">
        {speaks ? (
          <MessageSquareQuote size={13} className="text-muted" aria-hidden />
        ) : (
          <Music size={13} className="text-muted" aria-hidden />
        )}
        <span className="min-w-0 truncate text-xs text-muted">
          {speaks ? "Say" : "Play"}
          {speaks && <Length part={part} />}
        </span>
        <span className="ml-auto flex shrink-0 items-center">
          {!speaks && <RecordButton onRecorded={(id) => change([...own, "play"], id)} />}
          {!speaks && <UploadButton onUploaded={(id) => change([...own, "play"], id)} />}
          {first && others.length === 0 && <ListenButton part={part} language={first[0]} text={first[1]} />}
          {speaks && <MarkupMenu onChoose={mark} />}
          <PromptOptions part={part} path={own} />
          <ItemActions path={path} items={items} index={index} name={name} ordered />
        </span>
      </div>
      <div className="flex flex-col gap-1.5 pt-1">
        {part.texts.map(([tag, text], at) => (
          <PromptText
            key={tag || "all"}
            part={part}
            path={own}
            language={tag}
            text={text}
            at={at}
            label={`${title}, ${name}`}
            onFocus={() => {
              last.current = at;
            }}
            ref={(field) => {
              fields.current[at] = field;
            }}
          />
        ))}
      </div>
      {part.voice && <p className="px-1 pt-1 text-2xs text-muted">{part.voice.replace("Polly.", "")}’s voice</p>}
      <div className="flex flex-col gap-0.5 px-1 empty:hidden [&>p]:pt-1">
        <InnerIssues path={own} />
        <InnerIssues path={[...own, part.kind]} />
        <InnerIssues path={[...own, "voice"]} deep />
        <InnerIssues path={[...own, "ssml"]} deep />
        <InnerIssues path={[...own, "loop"]} deep />
      </div>
    </div>
  );
}

/** Of the longest text: how long it is, and how long it takes to say. */
function Length({ part }: { part: PromptPart }) {
  const { variables } = useForm();
  const longest = part.texts.map(([, text]) => text).toSorted((a, b) => b.length - a.length)[0] ?? "";
  if (longest.trim() === "") return null;
  const seconds = secondsToSay(spokenText(longest, variables(), part.ssml));
  const characters = longest.length.toLocaleString("en");
  return (
    <span className={longest.length > LIMITS.speakCharacters ? "tabular text-danger" : "tabular"}>
      {" "}
      · {seconds} s
      {longest.length > LIMITS.speakCharacters / 2 && ` · ${characters} of ${LIMITS.speakCharacters.toLocaleString("en")} characters`}
    </span>
  );
}
