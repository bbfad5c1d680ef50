import { useQuery } from "@tanstack/react-query";
import { contextQuery, type Run } from "../../api/runs.ts";
import { JsonView } from "../../app/json-view.tsx";
import { Loaded } from "../../app/loaded.tsx";

/** What the run knows: by node, its contact, its flow, and what it handed out at the end. */
export function VariablesTab({ run, seq }: { run: Run; seq: number }) {
  const context = useQuery(contextQuery(run.id, seq));
  return (
    <Loaded query={context}>
      {({ variables, contact, flow }) => (
        <div className="flex flex-col gap-4 p-4">
          {Object.keys(variables).length === 0 && <p className="text-muted">No step has set a variable yet.</p>}
          {Object.entries(variables).map(([name, value]) => (
            <Group key={name} name={name} value={value} />
          ))}
          <Group name="contact" value={contact} />
          <Group name="flow" value={flow} />
          {Object.keys(run.outputs).length > 0 && <Group name="outputs" value={run.outputs} />}
        </div>
      )}
    </Loaded>
  );
}

function Group({ name, value }: { name: string; value: unknown }) {
  return (
    <section>
      <h2 className="mb-1 font-mono text-xs font-medium">{name}</h2>
      <JsonView value={value} label={name} />
    </section>
  );
}
