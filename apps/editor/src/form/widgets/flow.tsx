import { useQuery } from "@tanstack/react-query";
import { flowsQuery } from "../../api/flows.ts";
import { Combobox } from "../../ui/index.ts";
import { useForm } from "../form-context.tsx";
import { asText, type WidgetProps } from "../widget.ts";

/** Another flow, by name; those that can't be run yet say so. */
export function FlowControl({ path, value, ids }: WidgetProps) {
  const { change } = useForm();
  const { data } = useQuery(flowsQuery());
  return (
    <Combobox
      id={ids.id}
      label="Find a flow"
      value={asText(value)}
      invalid={ids.invalid}
      placeholder="Choose a flow"
      options={(data?.items ?? []).map(({ name, published }) => ({
        value: name,
        label: published ? name : `${name} (not published)`,
      }))}
      empty="There are no other flows yet. Make one on the Flows page."
      freeEntry={(name) => `Use the name ${name}`}
      onValueChange={(name) => change(path, name)}
    />
  );
}
