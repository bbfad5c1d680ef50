import { defineManifest, type JsonObject, type NodeIssue, type VariableSpec } from "@cordboard/contract";
import { z } from "zod";
import { isVariableName } from "../shared/inputs.ts";
import { isTemplate, shorten } from "../shared/text.ts";
import { readAs } from "../shared/values.ts";

const variable = z.strictObject({
  name: z
    .string()
    .default("")
    .meta({ title: "Name", form: { placeholder: "tier" } }),
  type: z
    .enum(["text", "number", "boolean", "phone", "json"])
    .default("text")
    .meta({
      title: "Type",
      form: { labels: { text: "Text", number: "Number", boolean: "Yes or no", phone: "Phone number", json: "JSON" } },
    }),
  value: z
    .string()
    .default("")
    .meta({ title: "Value", form: { widget: "template" } }),
  scope: z
    .enum(["flow", "contact"])
    .default("flow")
    .meta({
      title: "Belongs to",
      description: "The contact's language decides what prompts speak.",
      form: { widget: "segmented", labels: { flow: "The flow", contact: "The contact" } },
    }),
});

const config = z.strictObject({
  variables: z
    .array(variable)
    .max(100)
    .default([])
    .meta({
      title: "Variables",
      description: "Read as {{ vars.name }}, or {{ contact.name }}, from here on.",
      form: { widget: "variables" },
    }),
});

export type SetVariablesConfig = z.infer<typeof config>;

export const setVariables = defineManifest({
  type: "set_variables",
  version: 1,
  title: "Set Variables",
  summary: "Remembers values under names of your own.",
  group: "logic",
  icon: "variable",
  keywords: ["assign", "store", "remember", "compute", "variable"],
  config,
  defaults: (): JsonObject => ({ variables: [{ name: "", type: "text", value: "" }] }),
  exits: () => [{ id: "done", label: "Done" }],
  variables: (c) =>
    c.variables.flatMap(({ name, type, scope }, i): VariableSpec[] => {
      if (!isVariableName(name)) return [];
      const kept = scope === "contact" ? { contactField: true } : { flowVariable: true, namedAt: `variables.${i}.name` };
      return [{ name, type, title: "set here", copies: `variables.${i}.value`, ...kept, ...(type === "json" && { open: true }) }];
    }),
  face: (c) => {
    const lines = c.variables
      .filter(({ name }) => name.trim())
      .map(({ name, value, scope }) => shorten(`${scope === "contact" ? "contact." : ""}${name} = ${value}`, 80));
    return lines.length > 3 ? [...lines.slice(0, 2), `and ${lines.length - 2} more`] : lines.length > 0 ? lines : ["Nothing set yet"];
  },
  suggestName: (c) => {
    const [first] = c.variables;
    return first && /^[A-Za-z]\w{0,30}$/.test(first.name) ? `Set_${first.name}` : null;
  },
  check: checkVariables,
});

/** Codes: no_variables, bad_variable_name, contact_number_fixed, duplicate_variable, bad_variable_value. */
function checkVariables({ variables }: SetVariablesConfig): NodeIssue[] {
  const issues: NodeIssue[] = [];
  const error = (code: string, message: string, field: string) => issues.push({ level: "error", code, message, field });
  if (variables.length === 0) error("no_variables", "Nothing is set here. Add a variable.", "variables");
  for (const [i, { name, type, value, scope }] of variables.entries()) {
    const field = `variables.${i}`;
    if (!isVariableName(name))
      error(
        "bad_variable_name",
        name ? `“${name}” can't be a variable's name. Use letters, digits and _.` : "Name the variable.",
        `${field}.name`,
      );
    else if (scope === "contact" && name === "number")
      error("contact_number_fixed", "A contact's number stays what it is. Choose another name.", `${field}.name`);
    else if (variables.findIndex((other) => other.name === name) < i)
      error("duplicate_variable", `“${name}” is set twice here. Remove one of them.`, `${field}.name`);
    if (value !== "" && !isTemplate(value) && !readAs(type, value))
      error(
        "bad_variable_value",
        `“${shorten(value, 40)}” can't be read as ${TYPE_WORDS[type]}. Correct it or choose another type.`,
        `${field}.value`,
      );
  }
  return issues;
}

const TYPE_WORDS = { text: "text", number: "a number", boolean: "yes or no", phone: "a phone number", json: "JSON" };
