import { expect, test } from "@playwright/test";
import type { MessageView } from "@cordboard/simulator";
import { loaded, numbersConnected } from "../steps/flows.ts";
import { Product, until } from "../steps/product.ts";
import { ended, path, runWith } from "../steps/runs.ts";

/** From the text's arrival at the carrier to the reply's. The simulator runs in real time here. */
const WITHIN_MS = 2_000;

let product: Product;
let autoresponder: string;
test.beforeAll(async () => {
  product = await Product.start();
  await numbersConnected(product);
  autoresponder = (await loaded(product, "SMS autoresponder")).number;
});
test.afterAll(() => product.stop());

const send = (from: string, text: string): Promise<unknown> => product.sim("POST", "/messages", { from, to: autoresponder, text });

/** What was sent and what came back, once it did. */
const answered = (person: string): Promise<{ ask: MessageView; reply: MessageView; all: MessageView[] }> =>
  until(`${person} has an answer`, async () => {
    const { messages } = await product.sim<{ messages: MessageView[] }>("GET", "/messages");
    const all = messages.filter((one) => one.from === person || one.to === person);
    const [ask, reply] = all;
    return ask && reply && { ask, reply, all };
  });

test("HELP is answered within 2 seconds, however it is written", async () => {
  for (const [i, words] of ["HELP", "help", " Help ", "INFO"].entries()) {
    const person = `+1212555${String(5000 + i)}`;
    await send(person, words);
    const { ask, reply } = await answered(person);
    expect(reply).toMatchObject({
      direction: "outbound",
      from: autoresponder,
      text: expect.stringContaining("text HOURS for opening times"),
    });
    expect(Date.parse(reply.at) - Date.parse(ask.at), words).toBeLessThanOrEqual(WITHIN_MS);
    const run = await ended(product, (await runWith(product, person)).id);
    expect(await path(product, run.id)).toEqual(["Start:incoming_message", "Which_Word:help", "Reply_Help:sent"]);
  }
});

test("twenty people at once are answered once each", async () => {
  const people = Array.from({ length: 20 }, (_, i) => `+1212555${String(5100 + i)}`);
  await Promise.all(people.map((person) => send(person, "HELP")));
  for (const person of people) {
    const { reply, all } = await answered(person);
    expect(reply.text).toContain("text HOURS");
    expect(all).toHaveLength(2);
  }
});

test("after STOP nothing more is sent, not even to HELP, until START", async () => {
  const person = "+12125550102";
  await send(person, "STOP");
  const stopped = await ended(product, (await runWith(product, person)).id);
  expect(await path(product, stopped.id)).toEqual(["Start:incoming_message", "Which_Word:stop", "Opted_Out"]);
  const { messages } = await product.sim<{ messages: MessageView[] }>("GET", "/messages");
  expect(messages.filter((one) => one.to === person)).toEqual([]);
  await send(person, "START");
  await send(person, "When are you open?");
  const replies = await until("it is answered again", async () => {
    const all = (await product.sim<{ messages: MessageView[] }>("GET", "/messages")).messages.filter((one) => one.to === person);
    return all.some((one) => one.text.includes("Monday to Friday")) && all;
  });
  expect(replies.every((one) => one.direction === "outbound")).toBe(true);
});
