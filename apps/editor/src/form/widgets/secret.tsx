import { useQuery } from "@tanstack/react-query";
import { secretsQuery } from "../../api/account.ts";
import { Combobox } from "../../ui/index.ts";
import { useForm } from "../form-context.tsx";
import { asText, type WidgetProps } from "../widget.ts";

/** The name of a secret. Its value never comes to the browser. */
export function SecretControl({ path, value, ids }: WidgetProps) {
  const { change } = useForm();
  const { data } = useQuery(secretsQuery());
  return (
    <Combobox
      id={ids.id}
      label="Find a secret"
      value={asText(value)}
      invalid={ids.invalid}
      placeholder="Choose a secret"
      options={(data?.items ?? []).map((secret) => ({ value: secret.name, label: secret.name }))}
      empty="There are no secrets yet. Add them in Settings."
      freeEntry={(name) => `Use the name ${name}`}
      onValueChange={(name) => change(path, name)}
    />
  );
}
