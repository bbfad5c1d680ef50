import { Languages } from "lucide-react";
import { useState } from "react";
import type { Path } from "../../document/index.ts";
import { Combobox, Field, IconButton, Popover, Select, Switch } from "../../ui/index.ts";
import { useForm } from "../form-context.tsx";
import { LANGUAGES, voiceOptions } from "../languages.ts";
import { addLanguage, type PromptPart } from "./prompt-data.ts";

const USUAL = "\u0000";

/** Voice, languages and markup of one item. */
export function PromptOptions({ part, path }: { part: PromptPart; path: Path }) {
  const { change, language } = useForm();
  const [open, setOpen] = useState(false);
  const spoken = part.texts[0]?.[0] || language;
  const voices = voiceOptions(spoken);
  const known = part.voice === "" || voices.some((voice) => voice.value === part.voice);
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      label="Voice and language"
      className="flex w-64 flex-col gap-3 p-3"
      trigger={<IconButton size="xs" label="Voice and language" icon={<Languages size={14} />} />}
    >
      {part.kind === "speak" && (
        <>
          <Field label="Voice">
            {({ id }) => (
              <Select
                id={id}
                value={part.voice || USUAL}
                options={[
                  { value: USUAL, label: "The usual one" },
                  ...voices,
                  ...(known ? [] : [{ value: part.voice, label: part.voice }]),
                ]}
                onValueChange={(voice) => change([...path, "voice"], voice === USUAL ? undefined : voice)}
              />
            )}
          </Field>
          <div className="flex items-center justify-between text-xs font-medium">
            <span aria-hidden>Speech markup (SSML)</span>
            <Switch
              checked={part.ssml}
              label="Speech markup (SSML)"
              onCheckedChange={(ssml) => change([...path, "ssml"], ssml || undefined)}
            />
          </div>
        </>
      )}
      <Field label="Add a language" hint="Callers with that language hear this text instead.">
        {({ id }) => (
          <Combobox
            id={id}
            label="Find a language"
            value=""
            placeholder="Choose"
            options={LANGUAGES.filter(({ value }) => !part.texts.some(([tag]) => tag === value))}
            freeEntry={(tag) => `Use ${tag}`}
            onValueChange={(tag) => {
              change(path, addLanguage(part, tag, language));
              setOpen(false);
            }}
          />
        )}
      </Field>
    </Popover>
  );
}
