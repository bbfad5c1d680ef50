import type { FlowNode } from "@cordboard/flow";
import { registry } from "@cordboard/flow";
import { Fields } from "./fields.tsx";
import { FieldFrame } from "./field.tsx";
import { NodeFormProvider } from "./form-context.tsx";
import { fieldsOf, type FieldSpec } from "./schema.ts";
import { JsonControl } from "./widgets/json.tsx";

/** The settings of a node, drawn from its manifest's schema. An unknown component's are edited as JSON. */
export function NodeForm({ node }: { node: FlowNode }) {
  const manifest = registry.get(node.type);
  return (
    <NodeFormProvider nodeId={node.id}>
      {manifest ? (
        <Fields fields={fieldsOf(manifest.config)} value={node.config} path={[]} />
      ) : (
        <FieldFrame
          path={[]}
          title="Settings"
          description="This component isn’t part of this Cordboard. Its settings are kept as they are."
        >
          {(ids) => <JsonControl field={RAW} path={[]} value={node.config} ids={ids} />}
        </FieldFrame>
      )}
    </NodeFormProvider>
  );
}

const RAW: FieldSpec = {
  key: "",
  title: "Settings",
  description: null,
  widget: "json",
  form: {},
  options: [],
  optional: false,
  nullable: false,
  default: undefined,
  min: null,
  max: null,
  fields: [],
  item: null,
  variants: null,
};
