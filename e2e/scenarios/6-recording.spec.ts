import { expect, test } from "@playwright/test";
import type { Recording } from "@cordboard/api";
import type { MessageView } from "@cordboard/simulator";
import { assign, flow, numbersConnected, publish } from "../steps/flows.ts";
import { Phone } from "../steps/phone.ts";
import { Product, until } from "../steps/product.ts";
import { contextOf, ended, path, runWith } from "../steps/runs.ts";

/*
 * A caller leaves a message, which the carrier records and writes down. The words come to the run, which texts them to the
 * desk, and stand beside the recording in the list.
 */
const OURS = "+14155550199";
const CALLER = "+12125550160";
const DESK = "+12125550161";
const WORDS = "Please call me back about order 4711.";

const VOICEMAIL = flow(
  "Voicemail with transcript",
  {
    Message: ["record_audio", { prompt: [{ speak: "Leave a message." }], transcribe: true, maxSeconds: 60 }],
    Tell_Desk: ["send_message", { from: OURS, to: [DESK], text: "{{ contact.number }} said: {{ Message.transcript }} {{ Message.url }}" }],
    Done: ["end", { outputs: { said: "{{ Message.transcript }}" } }],
  },
  ["Start.incoming_call -> Message", "Message.recorded -> Tell_Desk", "Tell_Desk.sent -> Done"],
);

let product: Product;
test.beforeAll(async () => {
  product = await Product.start({ SIMULATOR_TIME_SCALE: "5" });
  await assign(product, OURS, await publish(product, VOICEMAIL));
  await numbersConnected(product);
});
test.afterAll(() => product.stop());

test("a message is recorded and written down: the run has the words, the desk gets them, the list shows and plays it", async () => {
  const phone = await Phone.dial(product, CALLER, OURS);
  await phone.hears("Leave a message");
  await until("the recording runs", async () => (await phone.view()).transcript.some(({ element }) => element === "Recording"));
  // Silence ends it.
  await phone.says(WORDS);
  const { id } = await runWith(product, phone.callUuid);
  const run = await ended(product, id, 60);
  expect(run.outputs).toEqual({ said: WORDS });
  expect(await path(product, id)).toEqual(["Start:incoming_call", "Message:recorded", "Tell_Desk:sent", "Done"]);
  const { variables } = await contextOf(product, id);
  expect(variables["Message"]).toMatchObject({ transcript: WORDS, id: run.recordings[0] });

  const text = await until("the desk has a text", async () => {
    const { messages } = await product.sim<{ messages: MessageView[] }>("GET", "/messages");
    return messages.find(({ to }) => to === DESK)?.text;
  });
  expect(text).toContain(`${CALLER} said: ${WORDS}`);

  const { items } = await product.api<{ items: Recording[] }>("GET", `/api/recordings?run=${id}`);
  expect(items).toMatchObject([{ id: run.recordings[0], transcript: WORDS }]);
  const audio = await fetch(items[0]?.url ?? "");
  expect(audio.status).toBe(200);
  expect(audio.headers.get("content-type")).toMatch(/^audio\//);
  expect((await audio.arrayBuffer()).byteLength).toBeGreaterThan(0);
});
