import type { Attempt } from "@cordboard/carrier";
import type { InboundMessage, RunEffect, Trigger } from "@cordboard/contract";
import type { ClaimedEffect, RunStore } from "../store/run-store.ts";
import type { Carriers } from "./carriers.ts";
import type { Conversations, IncomingText } from "./conversations.ts";
import type { Host } from "./host.ts";
import type { FlowCatalog } from "./ports.ts";
import type { Work } from "./step-writer.ts";

type PassTexts = Extract<RunEffect, { kind: "pass_texts" }>;

/**
 * Texts that a run kept and never read, one after another: to the run that listens to them without it, else to the number's
 * flow, as if they had just come. `texts:<run>:<text>` is their key in the inbox of whoever takes them, so another try does
 * no harm.
 */
export function createPassTexts(options: {
  store: Pick<RunStore, "now">;
  catalog: Pick<FlowCatalog, "number" | "published">;
  carriers: Carriers;
  receive: Conversations["receive"];
  newRunId: Host["newRunId"];
}): (stored: ClaimedEffect, effect: PassTexts) => Promise<Attempt> {
  const { store, catalog, carriers, receive, newRunId } = options;

  /** The carrier it came from is that of the run which kept it; what it begins is never a test. */
  const birthOf = async (message: InboundMessage, test: boolean, inbox: Work["inbox"]): Promise<IncomingText["birth"]> => {
    if (carriers.of(test) !== carriers.live) return null;
    const flowId = (await catalog.number(message.to))?.messageFlowId;
    const pin = flowId ? await catalog.published(flowId) : null;
    if (!pin) return null;
    const trigger: Trigger = { kind: "message", message };
    const runId = newRunId(await store.now());
    return { runId, event: { type: "started", trigger }, birth: { pin, trigger, test: false }, ...(inbox && { inbox }) };
  };

  const pass = async ({ runId: from, test }: ClaimedEffect, message: InboundMessage): Promise<void> => {
    const key = `texts:${from}:${message.uuid}`;
    const inbox: Work["inbox"] = { key, digest: key, callUuid: null, xml: false };
    await receive({
      message,
      work: (runId, event) => ({ runId, event: event.type === "message" ? { ...event, passedOn: true } : event, inbox }),
      birth: await birthOf(message, test, inbox),
      mayTell: (other) => carriers.of(other) === carriers.of(test),
    });
  };

  return async (stored, { messages }) => {
    for (const message of messages) await pass(stored, message);
    return { kind: "done", result: { ok: true, data: {} } };
  };
}
