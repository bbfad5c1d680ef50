import { Plus, TextSearch, X } from "lucide-react";
import { useRef } from "react";
import { useLocation } from "wouter";
import { useChecked, useDocumentState, useEditor, type FlowVariable } from "../../document/index.ts";
import { FlowFields, IssueLines, LANGUAGES, useDraft } from "../../form/index.ts";
import { usesOf } from "../../search/address.ts";
import { Button, Combobox, Field, IconButton, Input, Select, Textarea } from "../../ui/index.ts";
import { useReveal } from "../inspector/use-reveal.ts";
import { useLayoutStore } from "../layout-store.ts";

/** What belongs to the flow as a whole. */
export function FlowSettings() {
  const { store } = useEditor();
  const layout = useLayoutStore();
  const frame = useRef<HTMLElement>(null);
  const { description, language, variables } = useDocumentState((state) => state.document);
  useReveal(frame, null);
  return (
    <aside ref={frame} aria-label="Flow settings" className="flex h-full flex-col bg-surface">
      <header className="flex items-center justify-between border-b border-line py-2.5 pr-2.5 pl-4">
        <h2 className="text-md font-semibold">Flow</h2>
        <IconButton size="sm" label="Close" icon={<X size={16} />} onClick={() => layout.setState({ side: "node" })} />
      </header>
      <div className="flex min-h-0 flex-1 flex-col gap-4 overflow-y-auto p-4">
        <FlowFields>
          <Field label="Description">
            {(ids) => (
              <Textarea
                {...ids}
                placeholder="What this flow is for"
                value={description}
                onChange={(event) =>
                  store.dispatch({ type: "setFlow", patch: { description: event.target.value } }, { key: "description" })
                }
              />
            )}
          </Field>
          <Field label="Language" hint="What prompts are spoken in when a step says nothing else.">
            {({ id }) => (
              <Combobox
                id={id}
                label="Find a language"
                value={language}
                options={LANGUAGES}
                freeEntry={(tag) => `Use ${tag}`}
                onValueChange={(next) => store.dispatch({ type: "setFlow", patch: { language: next } })}
              />
            )}
          </Field>
          <Variables variables={variables} />
        </FlowFields>
      </div>
    </aside>
  );
}

const TYPES = [
  { value: "text", label: "Text" },
  { value: "number", label: "Number" },
  { value: "boolean", label: "Yes or no" },
  { value: "json", label: "JSON" },
];

function Variables({ variables }: { variables: FlowVariable[] }) {
  const { store } = useEditor();
  const [, go] = useLocation();
  const set = (next: FlowVariable[], key?: string) =>
    store.dispatch({ type: "setFlow", patch: { variables: next } }, key === undefined ? {} : { key });
  return (
    <section aria-label="Variables" data-field="variables" className="flex flex-col gap-1.5">
      <h3 className="text-xs font-medium">Variables</h3>
      <p className="text-xs text-muted">Read anywhere as {"{{ vars.name }}"}. Set Variables changes them during a run.</p>
      {variables.map((variable, index) => (
        <div
          key={index}
          data-field={`variables.${index}`}
          className="flex flex-col gap-1.5 rounded-control border border-line bg-raised p-1.5"
        >
          <div className="flex items-center gap-1.5">
            <VariableName
              label={`Name of variable ${index + 1}`}
              name={variable.name}
              onName={(name) => {
                const renamed = store.dispatch({ type: "renameVariable", from: variable.name, to: name });
                if (!renamed) set(variables.with(index, { ...variable, name }));
              }}
            />
            <div className="w-28 shrink-0">
              <Select
                label={`Type of variable ${index + 1}`}
                value={variable.type}
                options={TYPES}
                onValueChange={(type) => set(variables.with(index, { ...variable, type: typeOf(type) }))}
              />
            </div>
            {variable.name !== "" && (
              <IconButton
                size="xs"
                label={`Where ${variable.name} is used`}
                icon={<TextSearch size={14} />}
                onClick={() => go(usesOf("variable", `vars.${variable.name}`))}
              />
            )}
            <IconButton
              size="xs"
              label={`Remove variable ${variable.name || index + 1}`}
              icon={<X size={14} />}
              onClick={() => set(variables.toSpliced(index, 1))}
            />
          </div>
          <Input
            aria-label={`First value of variable ${index + 1}`}
            placeholder="First value"
            value={variable.value}
            onChange={(event) => set(variables.with(index, { ...variable, value: event.target.value }), `variable ${index} value`)}
          />
          <VariableIssues index={index} />
        </div>
      ))}
      <Button
        size="sm"
        variant="ghost"
        className="self-start text-muted"
        icon={<Plus size={14} />}
        onClick={() => set([...variables, { name: "", type: "text", value: "" }])}
      >
        Add variable
      </Button>
    </section>
  );
}

/** Leaving the field writes the new name wherever the variable is read. */
function VariableName({ label, name, onName }: { label: string; name: string; onName: (name: string) => void }) {
  const draft = useDraft(name);
  const commit = () => {
    if (draft.text.trim() !== name) onName(draft.text.trim());
    draft.blur();
  };
  return (
    <Input
      aria-label={label}
      spellCheck={false}
      placeholder="name"
      value={draft.text}
      onChange={(event) => draft.type(event.target.value)}
      onBlur={commit}
      onKeyDown={(event) => event.key === "Enter" && event.currentTarget.blur()}
    />
  );
}

function VariableIssues({ index }: { index: number }) {
  const issues = useChecked((state) => state.issues);
  return <IssueLines issues={issues.filter((issue) => issue.nodeId === undefined && issue.field === `variables.${index}`)} />;
}

function typeOf(text: string): FlowVariable["type"] {
  return text === "number" || text === "boolean" || text === "json" ? text : "text";
}
