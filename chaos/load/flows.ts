import type { Flow } from "@cordboard/api";
import { OURS } from "../world/account.ts";
import { sleep, until } from "../world/processes.ts";
import type { World } from "../world/world.ts";

type Config = Record<string, unknown>;

/** A flow in short: nodes by name with type and config, cords as `From.exit -> To`. */
function flow(name: string, nodes: Record<string, [type: string, config: Config]>, cords: string[], start: Config = {}) {
  return {
    format: "cordboard/flow@1",
    name,
    description: "",
    nodes: Object.entries({ Start: ["start", start] as const, ...nodes }).map(([node, [type, config]]) => ({
      id: node.toLowerCase(),
      type,
      name: node,
      config,
    })),
    edges: cords.map((cord) => {
      const [, from = "", exit = "", to = ""] = /^(\w+)\.(\S+) -> (\w+)$/.exec(cord) ?? [];
      return { from: from.toLowerCase(), exit, to: to.toLowerCase() };
    }),
    variables: [],
    notes: [],
    tests: [],
    layout: {},
  };
}
export type Document = ReturnType<typeof flow>;

const param = (name: string, type = "text") => ({ name, type, required: true });
const say = (speak: string) => [{ speak }];
const choices = [
  { name: "code", key: "1" },
  { name: "bye", key: "2" },
];
const again = { name: "again", key: "3" };

/** Seconds that a run of `wait` waits. */
export const WAIT_SECONDS = 3;

/**
 * The flows of the load. Each text says whose it is: `#<subject>:<what>`, so that the ledger can be read without asking
 * the product.
 */
export const DOCUMENTS = {
  /** A caller enters codes, and gets each by text, until they say goodbye. */
  desk: flow(
    "Chaos desk",
    {
      Menu: ["ivr_menu", { prompt: say("Press 1 to enter a code, 2 to end, 3 to hear this again."), choices: [...choices, again] }],
      Code: ["get_input", { prompt: say("Enter four digits."), maxDigits: 4, minDigits: 4, finishKey: "none" }],
      Text: ["send_message", { from: OURS.desk, to: ["{{ contact.number }}"], text: "#{{ Start.call.uuid }}:{{ Code.digits }} your code" }],
      Said: ["play_audio", { prompt: say("Your code is {{ Code.digits }}.") }],
      Bye: ["play_audio", { prompt: say("Goodbye.") }],
    },
    [
      "Start.incoming_call -> Menu",
      "Menu.code -> Code",
      "Menu.bye -> Bye",
      "Menu.again -> Menu",
      "Code.received -> Text",
      "Text.sent -> Said",
      "Text.failed -> Said",
      "Said.completed -> Menu",
    ],
  ),
  /** A text is answered by a text. */
  texts: flow(
    "Chaos texts",
    {
      Reply: [
        "send_message",
        { from: OURS.texts, to: ["{{ Start.message.from }}"], text: "#{{ Start.message.message_uuid }}:reply {{ Start.message.text }}" },
      ],
    },
    ["Start.incoming_message -> Reply"],
  ),
  /** An API request waits, then sends a text. */
  wait: flow(
    "Chaos wait",
    {
      Pause: ["wait", { seconds: WAIT_SECONDS }],
      Notify: ["send_message", { from: OURS.texts, to: ["{{ Start.http.params.to }}"], text: "#{{ Start.http.params.ref }}:notify" }],
    },
    ["Start.api_request -> Pause", "Pause.done -> Notify"],
    { payload: [param("to", "phone"), param("ref")] },
  ),
  /** An API request waits until a moment that it names, then sends a text. */
  alarm: flow(
    "Chaos alarm",
    {
      Alarm: ["wait", { until: "{{ Start.http.params.at }}" }],
      Ring: ["send_message", { from: OURS.texts, to: ["{{ Start.http.params.to }}"], text: "#{{ Start.http.params.to }}:ring" }],
    },
    ["Start.api_request -> Alarm", "Alarm.done -> Ring"],
    { payload: [param("to", "phone"), param("at")] },
  ),
  /** An API request calls somebody, who presses keys. */
  call: flow(
    "Chaos call",
    {
      Call: ["initiate_call", { from: OURS.calls, to: ["{{ Start.http.params.to }}"], ringSeconds: 30 }],
      Ask: ["ivr_menu", { prompt: say("One or two?"), choices }],
      Text: ["send_message", { from: OURS.calls, to: ["{{ Start.http.params.to }}"], text: "#{{ Start.http.params.ref }}:after" }],
    },
    ["Start.api_request -> Call", "Call.answered -> Ask", "Ask.code -> Text", "Ask.bye -> Text"],
    { payload: [param("to", "phone"), param("ref")] },
  ),
} satisfies Record<string, Document>;

export type FlowName = keyof typeof DOCUMENTS;

export interface Prepared {
  flows: Record<FlowName, string>;
  /** Paths of the carrier's webhooks of each number. */
  desk: { answer: string; fallback: string; hangup: string };
  texts: { message: string };
}

const CATALOG_AGE_MS = 1_500;

/** Makes and publishes the flows, puts them on their numbers, and waits until the carrier knows where to call. */
export async function prepare(world: World): Promise<Prepared> {
  const { api } = world;
  const flows: Record<FlowName, string> = { desk: "", texts: "", wait: "", alarm: "", call: "" };
  for (const [name, document] of Object.entries(DOCUMENTS) as [FlowName, Document][]) {
    const made = await api.ask<Flow>("POST", "/api/flows", { name: document.name, document });
    await api.ask("POST", `/api/flows/${made.id}/publish`, { revision: made.draft.revision });
    flows[name] = made.id;
  }
  await api.ask("PUT", `/api/numbers/${OURS.desk}`, { flowId: flows.desk });
  await api.ask("PUT", `/api/numbers/${OURS.texts}`, { flowId: flows.texts });
  await api.ask("PUT", `/api/numbers/${OURS.calls}`, { flowId: flows.call });
  const desk = await addressesOf(world, OURS.desk);
  const texts = await addressesOf(world, OURS.texts);
  // Another replica may know of a change this much later.
  await sleep(CATALOG_AGE_MS);
  return { flows, desk, texts };
}

/** Paths that the carrier was given for a number: those of its application. */
async function addressesOf({ carrier }: World, number: string) {
  const account = "/v1/Account/MASIMULATOR000000001";
  const app = await until(`${number} is connected at the carrier`, async () => {
    const { application } = await carrier.ask<{ application: string | null }>("GET", `${account}/Number/${number.slice(1)}/`);
    const id = /Application\/(\d+)/.exec(application ?? "")?.[1];
    return id ? await carrier.ask<Record<string, string | null>>("GET", `${account}/Application/${id}/`) : null;
  });
  const path = (name: string): string => new URL(app[name] ?? "").pathname;
  return { answer: path("answer_url"), fallback: path("fallback_answer_url"), hangup: path("hangup_url"), message: path("message_url") };
}
