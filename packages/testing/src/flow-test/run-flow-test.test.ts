import type { FlowDocument } from "@cordboard/flow";
import { describe, expect, it } from "vitest";
import { runFlowTest } from "./run-flow-test.ts";

const menu: FlowDocument = {
  format: "cordboard/flow@1",
  name: "Menu",
  description: "",
  language: "en-US",
  nodes: [
    { id: "start", type: "start", name: "Start", config: {} },
    {
      id: "menu",
      type: "ivr_menu",
      name: "Menu",
      config: { prompt: [{ speak: "Press 1 for sales." }], choices: [{ name: "sales", key: "1" }], attempts: 2 },
    },
    { id: "sales", type: "play_audio", name: "Sales", config: { prompt: [{ speak: "You pressed {{ Menu.digits }}." }] } },
    { id: "bye", type: "hangup", name: "Bye", config: {} },
  ],
  edges: [
    { from: "start", exit: "incoming_call", to: "menu" },
    { from: "menu", exit: "sales", to: "sales" },
    { from: "sales", exit: "completed", to: "bye" },
  ],
  variables: [],
  notes: [],
  tests: [],
  layout: {},
};
const call = { call: { from: "+14155550101", to: "+14155550199" } };
const test = (parts: object) => ({ format: "cordboard/test@1", name: "a caller presses 1", start: call, ...parts });

describe("runFlowTest", () => {
  it("plays a call through the engine and the simulator", async () => {
    const result = await runFlowTest(
      menu,
      test({
        steps: [{ hear: "press 1" }, { press: "1" }, { hear: "you pressed 1" }],
        expect: { path: ["Menu:sales", "Sales:completed"], status: "completed", variables: { "Menu.digits": "1" } },
      }),
    );
    expect(result).toMatchObject({ ok: true, message: null, path: ["Start:incoming_call", "Menu:sales", "Sales:completed", "Bye"] });
  });

  it("names the step whose expectation fails", async () => {
    const result = await runFlowTest(menu, test({ steps: [{ hear: "press 1" }, { hear: "press 9" }] }));
    expect(result).toMatchObject({ ok: false, failedStep: 2 });
    expect(result.message).toContain("Nobody heard “press 9”");
  });

  it("fails on a wrong path, status or variable, and says what happened instead", async () => {
    const steps = [{ hear: "press 1" }, { press: "1" }];
    const path = await runFlowTest(menu, test({ steps, expect: { path: ["Menu:no_input"] } }));
    expect(path).toMatchObject({ ok: false, failedStep: "expect.path Menu:no_input" });
    const value = await runFlowTest(menu, test({ steps, expect: { variables: { "Menu.digits": "2" } } }));
    expect(value).toMatchObject({ ok: false, message: 'Menu.digits is "1", not "2".' });
    const status = await runFlowTest(menu, test({ steps, expect: { status: "failed" } }));
    expect(status).toMatchObject({ ok: false, failedStep: "expect.status" });
  });

  it("fails on a telephone or a web server that nothing used", async () => {
    const steps = [{ hear: "press 1" }, { press: "1" }];
    expect(await runFlowTest(menu, test({ steps, phones: { "+14155550142": { answerAfterSeconds: 1 } } }))).toMatchObject({
      ok: false,
      failedStep: "phones +14155550142",
    });
    expect(await runFlowTest(menu, test({ steps, http: [{ url: "https://example.com/" }] }))).toMatchObject({
      ok: false,
      failedStep: "http GET https://example.com/",
    });
  });

  it("waits out silence in virtual time", async () => {
    const began = performance.now();
    const result = await runFlowTest(
      menu,
      test({ steps: [{ wait: "1m" }], expect: { status: "completed", reason: "exit_has_no_cord", path: ["Menu:no_input"] } }),
    );
    expect(result).toMatchObject({ ok: true });
    expect(performance.now() - began).toBeLessThan(60_000);
  });

  it("lets a caller who is named give up before anybody answers", async () => {
    const silent: FlowDocument = {
      ...menu,
      nodes: [...menu.nodes, { id: "later", type: "wait", name: "Later", config: { seconds: 60 } }],
      edges: [{ from: "start", exit: "incoming_call", to: "later" }, { from: "later", exit: "done", to: "menu" }, ...menu.edges.slice(1)],
    };
    const steps = [{ wait: "5s" }, { hangup: true, phone: "+14155550101" }];
    const result = await runFlowTest(silent, test({ steps, expect: { reason: "hung_up" } }));
    expect(result).toMatchObject({ message: null, path: ["Start:incoming_call", "Later:hung_up"] });
  });

  it("refuses a test it can't read and a flow with errors, without throwing", async () => {
    expect(await runFlowTest(menu, { format: "cordboard/test@1", name: "x", start: {} })).toMatchObject({ ok: false, failedStep: "start" });
    expect(await runFlowTest(menu, test({ steps: [{ hear: "/(/" }] }))).toMatchObject({ ok: false, failedStep: 1 });
    const broken = { ...menu, edges: [...menu.edges, { from: "menu", exit: "nowhere", to: "gone" }] };
    expect(await runFlowTest(broken, test({}))).toMatchObject({ ok: false, failedStep: "flow" });
  });

  describe("with e-mails, mocks and faults", () => {
    const voicemail: FlowDocument = {
      ...menu,
      nodes: [
        { id: "start", type: "start", name: "Start", config: {} },
        { id: "record", type: "record_audio", name: "Voicemail", config: { prompt: [{ speak: "Talk to us." }] } },
        {
          id: "mail",
          type: "send_email",
          name: "Mail",
          config: {
            account: "MAIL",
            from: "a@example.com",
            to: ["Ann@example.com"],
            subject: "A message",
            text: "{{ Voicemail.duration }} s",
          },
        },
        {
          id: "text",
          type: "send_message",
          name: "Text",
          config: { from: "+14155550199", to: ["+14155550120"], text: "The mail is down." },
        },
      ],
      edges: [
        { from: "start", exit: "incoming_call", to: "record" },
        { from: "record", exit: "recorded", to: "mail" },
        { from: "mail", exit: "failed", to: "text" },
      ],
    };
    const leave = [{ hear: "talk to us" }, { say: "Please call me back." }];

    it("waits for an e-mail by its reader, subject and text, and counts each once", async () => {
      const mail = { expectEmail: { to: "ann@example.com", subject: "a message", text: "/^\\d+ s$/" } };
      expect(await runFlowTest(voicemail, test({ steps: [...leave, mail] }))).toMatchObject({ message: null });
      const twice = await runFlowTest(voicemail, test({ steps: [...leave, mail, { expectEmail: {} }] }));
      expect(twice).toMatchObject({ ok: false, failedStep: 4, message: expect.stringContaining("No e-mail was sent. It went") });
      const other = { expectEmail: { to: "bob@example.com", subject: "a message" } };
      const missed = await runFlowTest(voicemail, test({ steps: [...leave, other] }));
      expect(missed.message).toContain("No e-mail to bob@example.com with “a message” was sent.");
    });

    it("lets a node fail as the test says, and sends nothing for it", async () => {
      const error = { code: "email_refused", message: "The mailbox is full." };
      const steps = [...leave, { expectMessage: { text: "mail is down" } }];
      const mocks = { Mail: { ok: false, error } };
      const variables = { "Mail.error": error };
      expect(await runFlowTest(voicemail, test({ steps, mocks, expect: { variables } }))).toMatchObject({ message: null });
      const unused = await runFlowTest(voicemail, test({ steps: leave, mocks: { Text: { ok: true } } }));
      expect(unused).toMatchObject({ ok: false, failedStep: "mocks Text" });
    });

    it("a carrier that falls silent is the step's own failure", async () => {
      const steps = [{ hear: "talk to us" }, { faults: { drop: { on: "webhooks" } } }, { wait: "45m" }];
      const lost = await runFlowTest(voicemail, test({ steps, expect: { path: ["Voicemail:failed"] } }));
      expect(lost).toMatchObject({ message: null });
      const odd = await runFlowTest(voicemail, test({ steps: [{ faults: { gremlins: true } }] }));
      expect(odd).toMatchObject({ ok: false, failedStep: 1, message: expect.stringContaining("gremlins") });
    });
  });
});
