import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { newNonce, signV3, writeForm } from "@cordboard/plivo";
import { type SimulatorServer, startSimulatorServer } from "@cordboard/simulator";
import { afterAll, beforeAll, expect, it } from "vitest";
import { freePort } from "@cordboard/testing/free-port";
import { KEY, launchServer, type ServerProcess } from "./test-process.ts";
import { AUTH_ID, AUTH_TOKEN, call, flow, OURS, until } from "./test-world.ts";

/*
 * The real program is killed with -9 while calls go from run to run and back. This test is the carrier of these calls: it
 * asks again until it is answered, and does as the documents say.
 */
const CALLS = 8;
/** It dies this long after so many requests were sent (the first of all calls go out at once), ms: each time most of them are between two runs. */
const DEATHS = [
  { requests: CALLS, afterMs: 40 },
  { requests: CALLS * 2 + 3, afterMs: 15 },
];
const folder = mkdtempSync(join(tmpdir(), "cordboard-handover-"));
let simulator: SimulatorServer;
let publicUrl: string;
let server: ServerProcess;
let requests = 0;

const start = async (): Promise<void> => {
  server = await launchServer({
    PORT: new URL(publicUrl).port,
    PUBLIC_URL: publicUrl,
    DATA_DIR: folder,
    PLIVO_AUTH_ID: AUTH_ID,
    PLIVO_AUTH_TOKEN: AUTH_TOKEN,
    PLIVO_API_BASE: simulator.url,
    CORDBOARD_API_KEY: KEY,
    LOG_LEVEL: "error",
  });
};

beforeAll(async () => {
  publicUrl = `http://127.0.0.1:${await freePort()}`;
  simulator = await startSimulatorServer({ port: 0, authId: AUTH_ID, authToken: AUTH_TOKEN });
  simulator.simulator.sim.addNumber({ number: OURS, kind: "rented" });
  await start();
}, 180_000);
afterAll(async () => {
  await server.kill();
  await simulator.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Paths of the number's webhooks, as the carrier was told them. */
async function addresses(): Promise<{ answer: string; hangup: string }> {
  const headers = { authorization: `Basic ${Buffer.from(`${AUTH_ID}:${AUTH_TOKEN}`).toString("base64")}` };
  const account = `${simulator.url}/v1/Account/${AUTH_ID}`;
  const read = async (path: string): Promise<Record<string, unknown>> => Object(await (await fetch(account + path, { headers })).json());
  return until(async () => {
    const [, id] = /Application\/(\d+)/.exec(String((await read(`/Number/${OURS.slice(1)}/`))["application"])) ?? [];
    if (id === undefined) return null;
    const app = await read(`/Application/${id}/`);
    const path = (name: string): string => new URL(String(app[name])).pathname;
    return { answer: path("answer_url"), hangup: path("hangup_url") };
  });
}

/** A signed webhook, again until somebody answers it. */
async function ask(path: string, params: Record<string, string>): Promise<string> {
  requests++;
  for (;;) {
    const nonce = newNonce();
    const signature = signV3({ method: "POST", url: publicUrl + path, params, nonce, authToken: AUTH_TOKEN });
    const headers = {
      "content-type": "application/x-www-form-urlencoded",
      "X-Plivo-Signature-V3": signature,
      "X-Plivo-Signature-V3-Nonce": nonce,
    };
    const answer = await fetch(publicUrl + path, { method: "POST", headers, body: writeForm(params) }).catch(() => null);
    if (answer && answer.status < 500) return answer.text();
    await new Promise((done) => setTimeout(done, 50));
  }
}

/** One whole call: what it heard, in order. */
async function wholeCall(at: { answer: string; hangup: string }, callUuid: string): Promise<string[]> {
  const heard: string[] = [];
  let xml = await ask(at.answer, call({ CallStatus: "ringing" }, callUuid));
  for (;;) {
    heard.push(...[...xml.matchAll(/<Speak[^>]*>([^<]*)</g)].map(([, words = ""]) => words));
    const [, action] = /action="https?:\/\/[^/]+([^"]+)"/.exec(xml) ?? [];
    const [, redirect] = /<Redirect>https?:\/\/[^/]+([^<#]+)/.exec(xml) ?? [];
    if (action !== undefined) xml = await ask(action, call({ Digits: "4711" }, callUuid));
    else if (redirect !== undefined) {
      await new Promise((done) => setTimeout(done, 50));
      xml = await ask(redirect, call({}, callUuid));
    } else break;
  }
  const over = { CallStatus: "completed", HangupCauseCode: "4000", HangupSource: "Answer XML", Duration: "9" };
  await ask(at.hangup, call(over, callUuid));
  return heard;
}

it("a call between two runs is in one hand after kill -9, and is answered", { timeout: 600_000 }, async () => {
  const sub: [string, { flow: string; results: { name: string }[] }] = ["run_flow", { flow: "PIN", results: [{ name: "verified" }] }];
  await server.publish({
    ...flow(
      {
        Ask: ["get_input", { prompt: [{ speak: "Your PIN?" }], minDigits: 4, maxDigits: 4 }],
        Good: ["end", { result: "verified", outputs: { pin: "{{ Ask.digits }}" } }],
      },
      ["Start.run_by_flow -> Ask", "Ask.received -> Good"],
    ),
    name: "PIN",
  });
  const flowId = await server.publish(
    flow({ Once: sub, Twice: sub, Thanks: ["play_audio", { prompt: [{ speak: "Thank you {{ Twice.outputs.pin }}" }] }] }, [
      "Start.incoming_call -> Once",
      "Once.verified -> Twice",
      "Twice.verified -> Thanks",
    ]),
  );
  await server.api("PUT", `/api/numbers/${OURS}`, { flowId });
  const at = await addresses();

  const calls = Array.from({ length: CALLS }, () => randomUUID());
  const over = Promise.all(calls.map((callUuid) => wholeCall(at, callUuid)));
  for (const death of DEATHS) {
    await until(async () => requests >= death.requests);
    await new Promise((done) => setTimeout(done, death.afterMs));
    await server.kill();
    await start();
  }
  for (const heard of await over) expect(heard).toEqual(["Your PIN?", "Your PIN?", "Thank you 4711"]);

  interface Run {
    id: string;
    status: string;
    parentRunId: string | null;
    legs: { callUuid: string }[];
  }
  const runs = await until(async () => {
    const { items } = await server.api<{ items: Run[] }>("GET", "/api/runs?limit=100");
    return items.every(({ status }) => status === "completed") && items;
  });
  const ofCall = (callUuid: string): Run[] => runs.filter(({ legs }) => legs.some((leg) => leg.callUuid === callUuid));
  for (const callUuid of calls) {
    const [first, ...others] = ofCall(callUuid).toSorted((a, b) => (a.id < b.id ? -1 : 1));
    expect(first).toMatchObject({ parentRunId: null });
    expect(others.map(({ parentRunId }) => parentRunId)).toEqual([first?.id, first?.id]);
  }
  expect(runs).toHaveLength(CALLS * 3);
  expect(await server.api("GET", "/api/effects?state=uncertain")).toMatchObject({ items: [] });
});
