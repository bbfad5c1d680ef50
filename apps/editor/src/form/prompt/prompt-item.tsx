import type { Json } from "@cordboard/contract";
import { MessageSquareQuote, Music } from "lucide-react";
import { useId } from "react";
import type { Path } from "../../document/index.ts";
import { InnerIssues } from "../field.tsx";
import { useFieldIssues, useForm } from "../form-context.tsx";
import { languageName } from "../languages.ts";
import { TemplateInput } from "../template/template-input.tsx";
import { ItemActions } from "../widgets/item-actions.tsx";
import { ListenButton } from "./listen-button.tsx";
import { PromptOptions } from "./prompt-options.tsx";
import { readPart, removeLanguage, withTexts, type PromptPart } from "./prompt-data.ts";
import { UploadButton } from "./upload-button.tsx";

export interface PromptItemProps {
  item: Json;
  index: number;
  items: readonly Json[];
  path: Path;
  title: string;
}

export function PromptItem({ item, index, items, path, title }: PromptItemProps) {
  const { change } = useForm();
  const own = [...path, index];
  const part = readPart(item);
  if (!part) return null;
  const name = `${part.kind === "speak" ? "text" : "file"} ${index + 1}`;
  return (
    <div data-field={own.join(".")} className="group/item rounded-control border border-line bg-raised p-1.5">
      <div className="flex h-6 items-center gap-1.5 pl-1">
        {part.kind === "speak" ? (
          <MessageSquareQuote size={13} className="text-muted" aria-hidden />
        ) : (
          <Music size={13} className="text-muted" aria-hidden />
        )}
        <span className="text-xs text-muted">{part.kind === "speak" ? "Say" : "Play"}</span>
        <span className="ml-auto flex items-center">
          {part.kind === "play" && <UploadButton onUploaded={(id) => change([...own, "play"], id)} />}
          <ListenButton part={part} />
          <PromptOptions part={part} path={own} />
          <ItemActions path={path} items={items} index={index} name={name} ordered />
        </span>
      </div>
      <div className="flex flex-col gap-1.5 pt-1">
        {part.texts.map(([language, text], at) => (
          <PromptText key={language || "all"} part={part} path={own} language={language} text={text} at={at} label={`${title}, ${name}`} />
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

interface PromptTextProps {
  part: PromptPart;
  path: Path;
  language: string;
  text: string;
  at: number;
  label: string;
}

function PromptText({ part, path, language, text, at, label }: PromptTextProps) {
  const { change } = useForm();
  const id = useId();
  const own = language ? [...path, part.kind, language] : [...path, part.kind];
  const invalid = useFieldIssues(own).some((issue) => issue.level === "error");
  const named = language ? `${label}, ${languageName(language)}` : label;
  return (
    <div data-field={own.join(".")}>
      {language && (
        <div className="flex items-center justify-between px-1 pb-0.5 text-2xs text-muted">
          {languageName(language)}
          <button type="button" className="rounded-sm px-1 hover:text-ink" onClick={() => change(path, removeLanguage(part, language))}>
            Remove<span className="sr-only"> {languageName(language)}</span>
          </button>
        </div>
      )}
      <TemplateInput
        ids={{ id, labelId: id, describedBy: undefined, invalid, label: named }}
        value={text}
        placeholder={part.kind === "speak" ? "What the caller hears" : "https://… or an uploaded file"}
        {...(part.kind === "speak" ? { multiline: true, rows: 2 } : { mono: true })}
        onChange={(next) => change(path, withTexts(part, part.texts.with(at, [language, next])))}
      />
      {language && <InnerIssues path={own} />}
    </div>
  );
}
