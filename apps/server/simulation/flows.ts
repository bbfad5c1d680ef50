import { readdirSync, readFileSync } from "node:fs";
import { runtimes } from "@cordboard/components/runtime";
import type { JsonObject } from "@cordboard/contract";
import { type CompiledFlow, compileFlow } from "@cordboard/engine";
import { randomFlow, toyComponents } from "@cordboard/engine/random";
import { FLOW_FORMAT, type FlowDocument, registry } from "@cordboard/flow";
import type { CompiledFlows } from "../src/runtime/compiled-flows.ts";
import type { FlowPin } from "../src/runtime/ports.ts";

/** Where a step of ours asks once per run. Samples have addresses for all their runs, and may retry. */
export const OWN_SITE = "https://web.test/";

/** So many random flows are made; a seed picks among them. Compiling one costs more than a whole simulation may. */
const RANDOM_FLOWS = 250;

const components = {
  registry: new Map([...toyComponents.registry, ...registry]),
  runtimes: { ...toyComponents.runtimes, ...runtimes },
};

export interface PlayedFlow {
  hash: string;
  document: FlowDocument;
  /** What it can begin with. */
  triggers: readonly ("call" | "message" | "api")[];
  /** Runs may be refused or put in a queue. */
  polite: boolean;
  /** Its runs may wait for texts. */
  hears: boolean;
}

export const pinOf = (flow: PlayedFlow, n: number): FlowPin => ({
  flowId: String(n),
  flowName: flow.document.name,
  version: 1,
  hash: flow.hash,
});

const random = (n: number): PlayedFlow => ({
  hash: `random-${n}`,
  document: randomFlow(n),
  triggers: ["call", "call", "api", "message"],
  polite: false,
  hears: true,
});

/** The real components, each with what it does to the world. */
function made(): PlayedFlow[] {
  const text = { from: "+14155550199", to: ["{{ contact.number }}"], text: "Hello from {{ run.id }}" };
  const http = { method: "POST", url: `${OWN_SITE}{{ run.id }}/Web` };
  const flow = (name: string, concurrency: string, nodes: Record<string, [string, JsonObject]>, cords: string[]): PlayedFlow => ({
    hash: `made-${name}`,
    document: notation(name, nodes, cords, { concurrency }),
    triggers: ["call", "message", "api"].flatMap((t) => {
      const begins = { call: "Start.incoming_call", message: "Start.incoming_message", api: "Start.api_request" }[t] ?? "";
      return cords.some((cord) => cord.startsWith(`${begins} `)) ? [t as "call" | "message" | "api"] : [];
    }),
    polite: concurrency !== "parallel",
    hears: Object.values(nodes).some(([type]) => registry.get(type)?.hears),
  });
  const all = (to: string): string[] => [`Start.incoming_call -> ${to}`, `Start.incoming_message -> ${to}`, `Start.api_request -> ${to}`];
  return [
    flow("text", "parallel", { Text: ["send_message", text], Done: ["end", {}] }, [...all("Text"), "Text.sent -> Done"]),
    flow(
      "two-texts",
      "parallel",
      { Text: ["send_message", { ...text, waitForDelivery: true, deliveryTimeoutSeconds: 60 }], Again: ["send_message", text] },
      [...all("Text"), "Text.delivered -> Again", "Text.undelivered -> Again", "Text.timeout -> Again"],
    ),
    flow("pause", "parallel", { Pause: ["wait", { seconds: 3 }], Text: ["send_message", text] }, [...all("Pause"), "Pause.done -> Text"]),
    flow("web", "parallel", { Web: ["http_request", http], Text: ["send_message", text] }, [
      ...all("Web"),
      "Web.success -> Text",
      "Web.failed -> Text",
    ]),
    flow(
      "reach",
      "parallel",
      {
        Reach: ["initiate_call", { from: "+14155550199", to: ["+14155550142"] }],
        Say: ["play_audio", { prompt: { say: "Hello." } }],
        Text: ["send_message", text],
      },
      ["Start.api_request -> Reach", "Reach.answered -> Say", "Reach.failed -> Text"],
    ),
    flow(
      "hotline",
      "parallel",
      {
        Sub: ["run_flow", { flow: "part", timeoutSeconds: 30 }],
        Bye: ["play_audio", { prompt: [{ speak: "Goodbye." }] }],
        Text: ["send_message", text],
      },
      [...all("Sub"), "Sub.done -> Bye", "Sub.failed -> Text", "Sub.hung_up -> Text"],
    ),
    flow(
      "part",
      "parallel",
      {
        Ask: ["get_input", { prompt: [{ speak: "Your PIN?" }], attempts: 1 }],
        Pause: ["wait", { seconds: 2 }],
        Done: ["end", { result: "done" }],
      },
      ["Start.run_by_flow -> Ask", "Start.api_request -> Pause", "Ask.received -> Pause", "Ask.no_input -> Done", "Pause.done -> Done"],
    ),
    flow(
      "both",
      "parallel",
      {
        Split: ["parallel", { branches: [{ name: "ring" }, { name: "text" }], keepsCall: "ring", timeoutSeconds: 60 }],
        Ask: ["get_input", { prompt: [{ speak: "Your PIN?" }], attempts: 1 }],
        Text: ["send_message", text],
        Bye: ["play_audio", { prompt: [{ speak: "Goodbye." }] }],
      },
      [...all("Split"), "Split.ring -> Ask", "Split.text -> Text", "Split.joined -> Bye"],
    ),
    flow(
      "survey",
      "parallel",
      {
        Name: ["ask_by_message", { text: "Your name?", timeoutSeconds: 60 }],
        Pause: ["wait", { seconds: 2 }],
        Colour: ["ask_by_message", { text: "Your colour?", timeoutSeconds: 60 }],
        Text: ["send_message", text],
      },
      [
        "Start.incoming_message -> Name",
        "Start.api_request -> Pause",
        "Start.on_keyword -> Text",
        "Name.replied -> Pause",
        "Name.timeout -> Text",
        "Pause.done -> Colour",
        "Colour.replied -> Text",
      ],
    ),
    flow(
      "perhaps",
      "parallel",
      {
        Pause: ["wait", { seconds: 2 }],
        Coin: ["random_split", { shares: ["a", "b", "c"].map((name, i) => ({ name, percent: 33 + (i === 0 ? 1 : 0) })) }],
        Menu: ["message_menu", { text: "1 or 2?", choices: [{ name: "one", key: "1" }], timeoutSeconds: 60 }],
        Photo: ["wait_for_message", { timeoutSeconds: 60 }],
        Long: ["wait", { seconds: 40 }],
      },
      [...all("Pause"), "Pause.done -> Coin", "Coin.a -> Menu", "Coin.b -> Photo", "Coin.c -> Long", "Menu.no_match -> Coin"],
    ),
    flow(
      "recalled",
      "parallel",
      {
        Split: ["parallel", { branches: [{ name: "pin" }, { name: "agent" }], keepsCall: "pin", join: "any", timeoutSeconds: 60 }],
        Sub: ["run_flow", { flow: "part", timeoutSeconds: 30 }],
        Pause: ["wait", { seconds: 2 }],
        Ask: ["get_input", { prompt: [{ speak: "Which agent?" }], attempts: 1 }],
        Bye: ["play_audio", { prompt: [{ speak: "Goodbye." }] }],
      },
      [...all("Split"), "Split.pin -> Sub", "Split.agent -> Pause", "Split.joined -> Ask", "Ask.received -> Bye", "Sub.done -> Bye"],
    ),
    flow(
      "deep",
      "parallel",
      {
        Sub: ["run_flow", { flow: "placing", timeoutSeconds: 60 }],
        Ask: ["get_input", { prompt: [{ speak: "And now?" }], attempts: 1 }],
        Over: ["transfer_call", { to: "flow", flow: "part" }],
      },
      [...all("Sub"), "Sub.done -> Ask", "Sub.failed -> Over", "Ask.received -> Over", "Ask.no_input -> Over"],
    ),
    flow(
      "placing",
      "parallel",
      {
        Sub: ["run_flow", { flow: "part", timeoutSeconds: 30 }],
        Reach: ["initiate_call", { from: "+14155550199", to: ["+14155550142"] }],
        Done: ["end", { result: "done" }],
      },
      ["Start.run_by_flow -> Sub", "Start.api_request -> Reach", "Sub.done -> Reach", "Sub.hung_up -> Reach", "Reach.answered -> Done"],
    ),
    flow("queue", "queue", { Pause: ["wait", { seconds: 2 }], Text: ["send_message", text] }, [
      "Start.incoming_message -> Pause",
      "Start.api_request -> Pause",
      "Pause.done -> Text",
    ]),
    flow("replace", "replace", { Pause: ["wait", { seconds: 4 }], Text: ["send_message", text] }, [...all("Pause"), "Pause.done -> Text"]),
    flow("reject", "reject", { Pause: ["wait", { seconds: 2 }], Text: ["send_message", text] }, [...all("Pause"), "Pause.done -> Text"]),
    ...examples(),
  ];
}

function examples(): PlayedFlow[] {
  const folder = new URL("../../../examples/", import.meta.url);
  const names = readdirSync(folder, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []));
  return names.sort().map((name) => {
    const document = JSON.parse(readFileSync(new URL(`${name}/${name}.flow.json`, folder), "utf8")) as FlowDocument;
    return { hash: `example-${name}`, document, triggers: ["call", "message", "api"], polite: false, hears: true };
  });
}

function notation(name: string, nodes: Record<string, [string, JsonObject]>, cords: string[], start: JsonObject): FlowDocument {
  const all = { Start: ["start", start] as [string, JsonObject], ...nodes };
  return {
    format: FLOW_FORMAT,
    name,
    description: "",
    language: "en-US",
    nodes: Object.entries(all).map(([node, [type, config]]) => ({ id: node.toLowerCase(), type, name: node, config })),
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

export interface FlowPool {
  made: readonly PlayedFlow[];
  random: (n: number) => PlayedFlow;
  /** One of those made, as another one runs it. */
  named: (name: string) => FlowPin | null;
  compiled: CompiledFlows;
  ofHash: (hash: string) => CompiledFlow;
}

/** Shared by all simulations of this process; what it answers doesn't depend on who asked before. */
export function createFlowPool(): FlowPool {
  const fixed = made();
  const known = new Map(fixed.map((flow) => [flow.hash, flow]));
  const compiled = new Map<string, CompiledFlow>();
  const ofHash = (hash: string): CompiledFlow => {
    const flow = known.get(hash);
    if (!flow) throw new Error(`There is no flow ${hash}.`);
    const machine = compiled.get(hash) ?? compileFlow(flow.document, components);
    compiled.set(hash, machine);
    return machine;
  };
  return {
    made: fixed,
    named: (name) => {
      const n = fixed.findIndex(({ document }) => document.name === name);
      const flow = fixed[n];
      return flow ? pinOf(flow, n) : null;
    },
    random: (n) => {
      const flow = known.get(`random-${n % RANDOM_FLOWS}`) ?? random(n % RANDOM_FLOWS);
      known.set(flow.hash, flow);
      return flow;
    },
    compiled: { components, get: async (hash) => ofHash(hash) },
    ofHash,
  };
}
