import type { NodeIssue } from "@cordboard/contract";
import { z } from "zod";
import { isTemplate } from "./text.ts";
import { readAs } from "./values.ts";

/** What a name of the author's may be. The words that reach an object's prototype are never keys of a run's variables. */
export const isVariableName = (name: string): boolean =>
  /^[A-Za-z_][A-Za-z0-9_]{0,59}$/.test(name) && !["__proto__", "constructor", "prototype"].includes(name);

/** The fields of a name and a type, for a row of a form. */
export const namedAndTyped = (placeholder: string) => ({
  name: z.string().max(60).default("").meta({ title: "Name", form: { placeholder } }),
  type: z
    .enum(["text", "number", "boolean", "json"])
    .default("text")
    .meta({ title: "Type", form: { labels: { text: "Text", number: "Number", boolean: "Yes or no", json: "JSON" } } }),
});

/** The fields of a value that something outside of the run is given, such as code or a query. */
export const inputRow = (placeholder: string) =>
  z.strictObject({
    ...namedAndTyped(placeholder),
    value: z
      .string()
      .default("")
      .meta({ title: "Value", form: { widget: "template" } }),
  });

export type Input = z.infer<ReturnType<typeof inputRow>>;

/** Codes: bad_variable_name, duplicate_variable. */
export function checkNames(list: readonly { name: string }[], field: string, usable = isVariableName): NodeIssue[] {
  return list.flatMap(({ name }, i): NodeIssue[] => {
    const error = (code: string, message: string): NodeIssue[] => [{ level: "error", code, message, field: `${field}.${i}.name` }];
    if (!usable(name))
      return error("bad_variable_name", name ? `“${name}” can't be a name here. Use letters, digits and _.` : "Give it a name.");
    if (list.findIndex((other) => other.name === name) < i)
      return error("duplicate_variable", `“${name}” stands here twice. Remove one of them.`);
    return [];
  });
}

/** Codes: bad_variable_value. */
export const checkValues = (inputs: readonly Input[], field: string): NodeIssue[] =>
  inputs.flatMap(({ type, value }, i): NodeIssue[] =>
    value === "" || isTemplate(value) || readAs(type, value)
      ? []
      : [
          {
            level: "error",
            code: "bad_variable_value",
            message: "The value doesn't fit its type. Correct it or choose another type.",
            field: `${field}.${i}.value`,
          },
        ],
  );
