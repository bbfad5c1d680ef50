import { useId, type Ref } from "react";
import type { Path } from "../../document/index.ts";
import { InnerIssues } from "../field.tsx";
import { useFieldIssues, useForm } from "../form-context.tsx";
import { languageName } from "../languages.ts";
import { TemplateInput, type TemplateHandle } from "../template/template-input.tsx";
import { ListenButton } from "./listen-button.tsx";
import { removeLanguage, withTexts, type PromptPart } from "./prompt-data.ts";

interface PromptTextProps {
  part: PromptPart;
  path: Path;
  /** "" while it is one text for all. */
  language: string;
  text: string;
  at: number;
  label: string;
  onFocus: () => void;
  ref: Ref<TemplateHandle>;
}

/** The text, or the file, of an item in one language. */
export function PromptText({ part, path, language, text, at, label, onFocus, ref }: PromptTextProps) {
  const { change } = useForm();
  const id = useId();
  const own = language ? [...path, part.kind, language] : [...path, part.kind];
  const invalid = useFieldIssues(own).some((issue) => issue.level === "error");
  const named = language ? `${label}, ${languageName(language)}` : label;
  return (
    <div data-field={own.join(".")}>
      {language && (
        <div className="flex items-center gap-1 px-1 pb-0.5 text-2xs text-muted">
          <span className="min-w-0 flex-1 truncate">{languageName(language)}</span>
          <ListenButton part={part} language={language} text={text} of={languageName(language)} />
          <button type="button" className="rounded-sm px-1 hover:text-ink" onClick={() => change(path, removeLanguage(part, language))}>
            Remove<span className="sr-only"> {languageName(language)}</span>
          </button>
        </div>
      )}
      <TemplateInput
        ref={ref}
        ids={{ id, labelId: id, describedBy: undefined, invalid, label: named }}
        value={text}
        placeholder={part.kind === "speak" ? "What the caller hears" : "https://… or an uploaded file"}
        {...(part.kind === "speak" ? { multiline: true, rows: 2 } : { mono: true })}
        onChange={(next) => change(path, withTexts(part, part.texts.with(at, [language, next])))}
        onFocus={onFocus}
      />
      {language && <InnerIssues path={own} />}
    </div>
  );
}
