import { randomUUID } from "node:crypto";
import { ROOM_COMMANDS, type RoomCommand, type RunState } from "@cordboard/contract";
import { type FlowDocument, registry } from "@cordboard/flow";
import { parseDestination } from "@cordboard/plivo";
import type { FlowRecord } from "../store/catalog-store.ts";
import type { Deps } from "./deps.ts";
import { type Call, type Some, iso } from "./handler.ts";
import { refuse } from "./problem.ts";

type Names = "phloPartyNode" | "phloPartyTrigger" | "phloPartyMember" | "phloConferenceMember";
type Door = "multi_party_call" | "conference_bridge";

/** Runs of a flow that are looked through for the one that is meant. */
const MOST_RUNS = 1_000;
const PAGE = 100;
const OF_NODE: ReadonlySet<string> = new Set(["call", "warm_transfer", "cold_transfer"]);
const OF_CONFERENCE: ReadonlySet<string> = new Set(["mute", "unmute", "hangup"]);

/** Steers live multi-party calls and conferences (phlo.md section 12.6). `published`: the flow, if it is the caller's to use. */
export function phloRoomHandlers(
  deps: Deps,
  published: (call: Pick<Call<"phloDetails">, "params" | "actor">) => Promise<FlowRecord>,
): Some<Names> {
  const nodeOf = async (call: Pick<Call<"phloDetails">, "params" | "actor">, door: Door) => {
    const flow = await published(call);
    const wanted = call.params["nodeId"] ?? "";
    const document: FlowDocument | undefined = (await deps.catalog.version(flow.id, flow.published?.version ?? 0))?.document;
    const node = document?.nodes.find(({ id, name }) => id === wanted || name === wanted);
    if (!node || registry.get(node.type)?.steered !== door)
      throw refuse("node_not_found", `The published flow has no ${door} node ${wanted.slice(0, 60)}.`);
    return { flow, node };
  };

  /** The one live run that waits at the node and, if an address is given, has a live call with it. */
  const runAt = async (flowId: string, nodeId: string, address: string): Promise<RunState> => {
    const found: RunState[] = [];
    let cursor: string | undefined;
    let seen = 0;
    do {
      const page = await deps.runs.listRuns({ flowId, status: "running", limit: PAGE, ...(cursor !== undefined && { cursor }) });
      found.push(...page.items.filter((run) => waitsAt(run, nodeId) && (address === "" || hasCall(run, address))));
      seen += page.items.length;
      cursor = page.next ?? undefined;
    } while (cursor !== undefined && seen < MOST_RUNS && found.length < 2);
    const [run, second] = found;
    if (!run) throw refuse("run_not_found", address ? `Nobody at ${address} is in a call of this node.` : "No call of this node is live.");
    if (second) throw refuse("bad_request", "Several calls of this node are live; name a member of the one that is meant.");
    return run;
  };

  const steer = async (
    call: Call<"phloPartyTrigger" | "phloPartyMember" | "phloConferenceMember">,
    door: Door,
    allowed: ReadonlySet<string>,
  ) => {
    const { flow, node } = await nodeOf(call, door);
    const { action, to = "", role = "agent", trigger_source: source = "" } = call.body;
    const name = ROOM_COMMANDS.find((known) => known === action);
    if (!name || !allowed.has(name)) throw refuse("invalid_parameter", `action must be one of ${[...allowed].join(", ")}.`);
    const address = call.params["address"] === undefined ? "" : addressOf(call.params["address"]);
    if (OF_NODE.has(name) && to.trim() === "") throw refuse("missing_parameter", "to is missing: who is to be called.");
    const command: RoomCommand = {
      name,
      address,
      to: to.trim() && addressOf(to),
      role,
      source: source.trim() && addressOf(source),
    };
    const run = await runAt(flow.id, node.id, address || command.source);
    await deps.runtime.steer(run.id, { nodeId: node.id, command, by: call.actor.name });
    return { api_id: randomUUID(), error: "" };
  };
  const ofMember = new Set(ROOM_COMMANDS.filter((name) => !OF_NODE.has(name)));

  return {
    phloPartyNode: async (call) => {
      const { flow, node } = await nodeOf(call, "multi_party_call");
      return {
        api_id: randomUUID(),
        node_id: node.id,
        phlo_id: flow.id,
        name: node.name,
        node_type: "multi_party_call",
        created_on: iso(flow.createdAt),
      };
    },
    phloPartyTrigger: (call) => steer(call, "multi_party_call", OF_NODE),
    phloPartyMember: (call) => steer(call, "multi_party_call", ofMember),
    phloConferenceMember: (call) => steer(call, "conference_bridge", OF_CONFERENCE),
  };
}

const waitsAt = (run: RunState, nodeId: string): boolean => Object.values(run.threads).some(({ wait }) => wait?.nodeId === nodeId);

/** The other party of a call is the one that isn't us. */
const hasCall = (run: RunState, address: string): boolean =>
  run.legs.some((leg) => leg.endedAt === null && (leg.role === "inbound" ? leg.from : leg.to) === address);

/** E.164 with `+`, or a SIP address, as runs know it. */
function addressOf(written: string): string {
  const found = parseDestination(written.trim());
  if (!found) throw refuse("invalid_number", `${written.slice(0, 60)} is no phone number and no SIP address.`);
  return found.value;
}
