import type { ReactNode } from "react";
import { useDocumentState } from "../document/index.ts";

/** Fields that change the flow: while somebody else draws they can be read. The same element always, so nothing typed is lost. */
export function FlowFields({ children }: { children: ReactNode }) {
  const readOnly = useDocumentState((state) => state.readOnly);
  return (
    <fieldset disabled={readOnly} className="flow-fields contents">
      {children}
    </fieldset>
  );
}
