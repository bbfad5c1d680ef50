import { readFrom, type FlowDocument, type FlowPayload, type ReadValue } from "@cordboard/flow";
import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { lastContextQuery } from "../../api/runs.ts";
import { payloadOf, type Trigger } from "../../app/entry.ts";
import { nested, textAt } from "../../payloads/index.ts";
import { startKinds } from "../tests/new-test.ts";

/** What was typed: by the path of a variable, `params.` before fields of the payload. */
type Texts = Record<string, string>;

/** What a test that begins at a step is given, as typed; first the last run's values, else samples. */
export function useWish(document: FlowDocument, flowId: string, nodeId: string) {
  const last = useQuery(lastContextQuery(flowId));
  const values = useMemo(() => readFrom(document, nodeId), [document, nodeId]);
  const fields = useMemo(() => payloadOf(document), [document]);
  const [as, setAs] = useState<Trigger>(() => startKinds(document)[0] ?? "call");
  const [text, setText] = useState("Hello");
  const [texts, setTexts] = useState<Texts>({});

  const textOf = ({ path, sample }: ReadValue) => texts[path] ?? textAt(last.data?.variables, path) ?? sample ?? "";
  const paramOf = (field: (typeof fields)[number]) => texts[`params.${field.name}`] ?? (field.example || field.default);
  const params = () => Object.fromEntries(fields.map((field) => [field.name, paramOf(field)]).filter(([, value]) => value !== ""));

  const body = (): Omit<FlowPayload, "name"> => ({
    as,
    startNode: nodeId,
    variables: nested(values.map(({ path, type, ...value }) => ({ path, type, text: textOf({ path, type, ...value }) }))),
    ...(as === "message" && { text }),
    ...(as === "api" && { params: params() }),
  });
  const take = (payload: FlowPayload) => {
    setAs(payload.as);
    if (payload.text !== undefined) setText(payload.text);
    const given = fields.map(({ name }) => [`params.${name}`, textAt(payload.params, name) ?? ""]);
    setTexts(Object.fromEntries([...given, ...values.map(({ path }) => [path, textAt(payload.variables, path) ?? ""])]));
  };
  return {
    as,
    setAs,
    text,
    setText,
    values,
    fields,
    textOf,
    paramOf,
    change: (path: string, value: string) => setTexts((before) => ({ ...before, [path]: value })),
    body,
    take,
    /** From where the values are that nobody typed. */
    from: last.data ? ("run" as const) : ("samples" as const),
  };
}
