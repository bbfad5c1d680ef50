import { Combobox } from "../../ui/index.ts";
import { useForm } from "../form-context.tsx";
import { LANGUAGES, languageName } from "../languages.ts";
import { asText, type WidgetProps } from "../widget.ts";

export function LanguageControl({ field, path, value, ids }: WidgetProps) {
  const { change, language } = useForm();
  return (
    <Combobox
      id={ids.id}
      label="Find a language"
      value={asText(value)}
      invalid={ids.invalid}
      placeholder={`As the flow: ${languageName(language)}`}
      options={[{ value: "", label: `As the flow: ${languageName(language)}` }, ...LANGUAGES]}
      freeEntry={(text) => `Use ${text}`}
      onValueChange={(next) => change(path, next === "" && field.optional && field.default === undefined ? undefined : next)}
    />
  );
}
