import { randomUUID } from "node:crypto";
import { expect, test } from "@playwright/test";
import { addressesOf, addressIn, callFields, deliver, type Fields, type Reply, send, textFields, v3Headers } from "../steps/as-carrier.ts";
import { cableTo, newDatabase, NO_POSTGRES, onDatabase, POSTGRES } from "../steps/database.ts";
import { loaded, numbersConnected } from "../steps/flows.ts";
import { Product, until } from "../steps/product.ts";
import { allRuns, ended, path } from "../steps/runs.ts";

test.skip(POSTGRES === "", NO_POSTGRES);

const CALLS = 20;
const held = (xml: string): string => /https?:\/\/[^<#]+\/carrier\/voice\/hold\/[\w-]+/.exec(xml)?.[0] ?? "";
/** A webhook and how long its answer took. */
async function timed(url: string, fields: Fields): Promise<Reply & { ms: number }> {
  const began = performance.now();
  const reply = await deliver(url, fields);
  return { ...reply, ms: performance.now() - began };
}

test("PostgreSQL away under live calls: every voice answer is XML in time, no text is taken unstored, and all go on", async () => {
  const database = await newDatabase();
  const cable = await cableTo(database.url);
  const product = await Product.start(onDatabase(cable.url));
  try {
    await numbersConnected(product);
    const receptionist = (await loaded(product, "Virtual receptionist")).number;
    const autoresponder = (await loaded(product, "SMS autoresponder")).number;
    const [voice, texts] = [await addressesOf(product, receptionist), await addressesOf(product, autoresponder)];
    const calls = await Promise.all(
      Array.from({ length: CALLS }, async () => {
        const uuid = randomUUID();
        const fields = (more: Fields = {}): Fields => callFields(receptionist, { CallStatus: "in-progress", ...more }, uuid);
        return { uuid, fields, document: (await deliver(voice.answer, fields())).body };
      }),
    );

    cable.cut();
    const newcomer = randomUUID();
    const ring = callFields(receptionist, {}, newcomer);
    const text = textFields(autoresponder, "HELP");
    const [pressed, ringing, lost] = await Promise.all([
      Promise.all(calls.map(({ document, fields }) => timed(addressIn(document, "action"), fields({ Digits: "1" })))),
      timed(voice.answer, ring),
      send(texts.message, text, v3Headers(texts.message, text)),
    ]);
    for (const { status, body, ms } of [...pressed, ringing]) {
      expect([status, held(body) !== ""]).toEqual([200, true]);
      expect(ms).toBeLessThan(3_000);
    }
    expect(lost.status).toBe(503);
    // Round and round, as the carrier does it: 2 s between two requests.
    let turns = pressed.map(({ body }) => held(body));
    for (let round = 0; round < 2; round++) {
      const answers = await Promise.all(turns.map((url, i) => timed(url, calls[i]?.fields() ?? {})));
      expect(Math.max(...answers.map(({ ms }) => ms))).toBeLessThan(3_000);
      turns = answers.map(({ body }) => held(body));
      expect(turns).not.toContain("");
    }
    expect((await fetch(`${product.url}/readyz`)).status).toBe(503);

    cable.mend();
    await until("the database is reached again", async () => (await fetch(`${product.url}/readyz`)).ok);
    const after = await Promise.all(turns.map((url, i) => deliver(url, calls[i]?.fields() ?? {})));
    expect(after.map(({ status, body }) => status === 200 && held(body) === "")).toEqual(calls.map(() => true));
    expect((await deliver(held(ringing.body), { ...ring, CallStatus: "in-progress" })).body).toContain("<Get");
    expect((await send(texts.message, text, v3Headers(texts.message, text))).status).toBe(200);

    const runs = await allRuns(product);
    expect(runs.filter(({ messages }) => messages.includes(text["MessageUUID"] ?? ""))).toHaveLength(1);
    const ofCalls = runs.filter(({ legs }) => legs.some(({ callUuid }) => calls.some(({ uuid }) => uuid === callUuid)));
    expect(ofCalls).toHaveLength(CALLS);
    // Each key was taken once.
    for (const { id } of ofCalls)
      expect((await path(product, id)).filter((step) => step.startsWith("Main_Menu:"))).toEqual(["Main_Menu:sales"]);
    await Promise.all(
      calls.map(({ fields }) =>
        deliver(voice.hangup, fields({ CallStatus: "completed", HangupCause: "NORMAL_CLEARING", HangupCauseCode: "4000" })),
      ),
    );
    const [one] = ofCalls;
    if (one) expect(["completed", "stopped"]).toContain((await ended(product, one.id)).status);
  } finally {
    await product.stop();
    cable.close();
    await database.drop();
  }
});
