import type { Flow, Run } from "@cordboard/api";
import { type Document, loaded, sample } from "./flows.ts";
import { type Product, until } from "./product.ts";
import { allRuns, path } from "./runs.ts";
import { hangUpWhenAsked } from "./phone.ts";
import { call, everyPhone, hirePeople, ON_CALL, type OnCall, OUTCOMES, reload, RUNG, text } from "./sample-paths.ts";

interface Page {
  status: number;
  body: string;
  afterMs: number;
}
const state = (indicator: string, afterMs = 0): Page => ({
  status: 200,
  body: JSON.stringify({ status: { indicator, description: "Search is slow" } }),
  afterMs,
});
/** What the status page says in each round; the slow one takes the caller into the hold loop. */
const PAGES: Record<string, Page> = {
  busy: state("none"),
  no_answer: state("major"),
  rejected: { status: 500, body: "down", afterMs: 0 },
  completed: state("none", 2_500),
};

/** Everybody on call in turn at each of the three places, and each place once with somebody who takes it. */
function escalations(): [OnCall, OnCall, OnCall][] {
  const away = (Object.keys(ON_CALL) as OnCall[]).filter((one) => one !== "acknowledge");
  const at = (i: number): OnCall => away[i % away.length] ?? "busy";
  return [
    ...away.map((_, i): [OnCall, OnCall, OnCall] => [at(i), at(i + 1), at(i + 2)]),
    ["acknowledge", "busy", "busy"],
    ["busy", "acknowledge", "busy"],
    ["busy", "busy", "acknowledge"],
  ];
}

/** Calls, texts and API requests along the cords of five samples. Answers the cords that no run took. */
export async function driveSamples(product: Product, web: string, page: (page: Page) => void): Promise<{ untouched: string[] }> {
  const health = await reload(product, "System health line", "system-health-line", { status_url: `${web}/status` });
  const receptionist = await loaded(product, "Virtual receptionist");
  const [clickToCall, incident, autoresponder] = await Promise.all([
    loaded(product, "Click to call"),
    loaded(product, "Incident page"),
    loaded(product, "SMS autoresponder"),
  ]);

  await hirePeople(product);
  const hangingUp = hangUpWhenAsked(product, ON_CALL.hung_up.number);
  const start = (flowId: string, params: Record<string, string>): Promise<unknown> =>
    product.api("POST", `/api/flows/${flowId}/runs`, { params });
  for (const [primary, backup, lead] of escalations()) {
    await start(incident.id, {
      incident: "Database <down> & out",
      primary: ON_CALL[primary].number,
      backup: ON_CALL[backup].number,
      lead: ON_CALL[lead].number,
      // Where the primary takes it, neither the text nor the chat can be reached.
      team: primary === "acknowledge" || primary === "failed" ? ON_CALL.failed.number : "+12125552100",
      // A slow chat keeps the owner's call in the hold loop.
      chat_url: primary === "acknowledge" ? "http://127.0.0.1:1/" : lead === "acknowledge" ? `${web}/slow` : web,
    });
  }
  for (const customer of ["no_answer", "busy", "rejected", "failed"] as const) {
    await start(clickToCall.id, { agent: ON_CALL.no_input.number, customer: ON_CALL[customer].number });
  }
  for (const words of ["HELP", " info ", "Are you open?", "STOP", "Good morning"]) await text(product, autoresponder.number, words);
  await call(product, receptionist.number, "");
  await call(product, receptionist.number, "999");
  await call(product, receptionist.number, "3");
  await call(product, receptionist.number, "34#4#");
  await call(product, receptionist.number, "399", 160);
  await call(product, health.number, "2");
  await settled(product);
  await hangingUp.stop();

  for (const [round, outcome] of Object.entries(OUTCOMES)) {
    await everyPhone(product, outcome);
    page(PAGES[round] ?? state("none"));
    await call(product, receptionist.number, "1");
    await call(product, receptionist.number, "2");
    await call(product, receptionist.number, "342");
    await call(product, receptionist.number, "343");
    await call(product, health.number, "1");
    await call(product, health.number, "3");
    await start(clickToCall.id, { agent: ON_CALL.no_input.number, customer: RUNG[0] ?? "" });
    await settled(product);
  }
  return { untouched: await untouched(product) };
}

async function settled(product: Product): Promise<void> {
  await until("no run goes on", async () => (await allRuns(product, "&status=running")).length === 0);
}

async function untouched(product: Product): Promise<string[]> {
  const { items } = await product.api<{ items: Flow[] }>("GET", "/api/flows?limit=50");
  const runs = await allRuns(product);
  const missing: string[] = [];
  for (const one of items) {
    const document = publishedText(one);
    if (!document) continue;
    const names = new Map(document.nodes.map((node) => [node.id, node.name]));
    const taken = new Set((await Promise.all(runs.filter((run) => run.flowId === one.id).map((run: Run) => path(product, run.id)))).flat());
    for (const { from, exit } of document.edges) {
      if (!taken.has(`${names.get(from)}:${exit}`)) missing.push(`${one.name}: ${names.get(from)}.${exit}`);
    }
  }
  return missing.toSorted();
}

/** The samples that are driven here; the tests of the others take every exit of theirs (`examples/coverage.ts`). */
const FOLDERS: Record<string, string> = {
  "Virtual receptionist": "virtual-receptionist",
  "System health line": "system-health-line",
  "Incident page": "incident-page",
  "Click to call": "click-to-call",
  "SMS autoresponder": "sms-autoresponder",
};
function publishedText({ name }: Flow): Document | null {
  const folder = FOLDERS[name];
  return folder === undefined ? null : sample(folder);
}
