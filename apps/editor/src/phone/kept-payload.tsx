import type { FlowPayload } from "@cordboard/flow";
import { PayloadField, type PayloadFieldProps, type PayloadShelf } from "../payloads/index.ts";
import { usePhone } from "./phone-store.ts";

interface KeptPayloadProps {
  shelf: PayloadShelf;
  as: FlowPayload["as"];
  body: PayloadFieldProps["body"];
  /** Takes what the phone itself doesn't hold. */
  onUse?: (payload: FlowPayload) => void;
}

/** Who calls or texts the open flow, and what they say, kept in it under a name. */
export function KeptPayload({ shelf, as, body, onUse }: KeptPayloadProps) {
  const use = (payload: FlowPayload) => {
    if (payload.from !== undefined) usePhone.setState({ from: payload.from });
    onUse?.(payload);
  };
  return (
    <div className="grid grid-cols-[52px_1fr] items-center gap-2">
      <span className="text-xs text-muted">Payload</span>
      <PayloadField shelf={shelf} fits={(one) => one.as === as && one.startNode === undefined} body={body} onUse={use} />
    </div>
  );
}
