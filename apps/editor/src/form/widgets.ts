import type { Json } from "@cordboard/contract";
import { isPrompt } from "./prompt/prompt-data.ts";
import { PromptControl } from "./prompt/prompt-control.tsx";
import type { FieldSpec, WidgetName } from "./schema.ts";
import { WeekControl } from "./week/week.tsx";
import { isList, isRecord, isRecordList, isScalar, isText, isTextList, isTextRecord, type Widget } from "./widget.ts";
import { ConditionsControl } from "./widgets/conditions.tsx";
import { CodeControl } from "./widgets/code.tsx";
import { DurationControl } from "./widgets/duration.tsx";
import { FileControl } from "./widgets/file.tsx";
import { FlowControl } from "./widgets/flow.tsx";
import { JsonControl } from "./widgets/json.tsx";
import { LearnedControl } from "./widgets/learned.tsx";
import { LanguageControl } from "./widgets/language.tsx";
import { KeysControl, KeyValueControl, ListControl } from "./widgets/lists.tsx";
import { isSettings, ObjectControl, ObjectSwitch, VariantControl } from "./widgets/object.tsx";
import { PhoneControl, PhonesControl } from "./widgets/phones.tsx";
import { ChoicesControl, EventsControl, PayloadControl, RowsControl, VariablesControl } from "./widgets/rows.tsx";
import { SecretControl } from "./widgets/secret.tsx";
import { isOption, isSwitch, NumberControl, SegmentedControl, SelectControl, SwitchControl, TextControl } from "./widgets/simple.tsx";
import { AudioControl, TemplateControl, TextareaControl, UrlControl } from "./widgets/template.tsx";
import { ZoneControl } from "./widgets/zone.tsx";

/** Every way of drawing a field, by the name a manifest gives it. */
const WIDGETS: Record<Exclude<WidgetName, "hidden">, Widget> = {
  text: { Control: TextControl, holds: isText },
  template: { Control: TemplateControl, holds: isText },
  textarea: { Control: TextareaControl, holds: isText },
  audio: { Control: AudioControl, holds: isText },
  url: { Control: UrlControl, holds: isText },
  number: { Control: NumberControl, holds: isScalar },
  duration: { Control: DurationControl, holds: isScalar },
  switch: { Control: SwitchControl, holds: isSwitch, inline: true },
  select: { Control: SelectControl, holds: isOption },
  segmented: { Control: SegmentedControl, holds: isOption, group: true },
  keys: { Control: KeysControl, holds: isText },
  language: { Control: LanguageControl, holds: isText },
  flow: { Control: FlowControl, holds: isText },
  secret: { Control: SecretControl, holds: isText },
  phone: { Control: PhoneControl, holds: isText },
  phones: { Control: PhonesControl, holds: isTextList, group: true },
  list: { Control: ListControl, holds: isList, group: true },
  prompt: { Control: PromptControl, holds: isPrompt, group: true },
  choices: { Control: ChoicesControl, holds: isRecordList, group: true },
  conditions: { Control: ConditionsControl, holds: isRecordList, group: true },
  variables: { Control: VariablesControl, holds: isRecordList, group: true },
  payload: { Control: PayloadControl, holds: isRecordList, group: true },
  rows: { Control: RowsControl, holds: isRecordList, group: true },
  learned: { Control: LearnedControl, holds: () => true, group: true },
  week: { Control: WeekControl, holds: isTextRecord, group: true },
  zone: { Control: ZoneControl, holds: isText },
  file: { Control: FileControl, holds: isText },
  code: { Control: CodeControl, holds: isText },
  events: { Control: EventsControl, holds: isRecordList, group: true },
  keyvalue: { Control: KeyValueControl, holds: isRecord, group: true },
  object: { Control: ObjectControl, Aside: ObjectSwitch, holds: isSettings, group: true },
  variant: { Control: VariantControl, holds: isRecord },
  json: { Control: JsonControl, holds: () => true },
};

/** The widget of a field. `strange`: what is stored doesn't fit it, so it is edited as JSON and nothing is lost. */
export function widgetOf(field: FieldSpec, value: Json | undefined): { widget: Widget; strange: boolean } {
  const widget = field.widget === "hidden" ? WIDGETS.json : WIDGETS[field.widget];
  return widget.holds(value, field) ? { widget, strange: false } : { widget: WIDGETS.json, strange: true };
}
