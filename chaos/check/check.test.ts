import { describe, expect, it } from "vitest";
import { check } from "./check.ts";
import type { Evidence, Rule, RunHistory } from "./evidence.ts";
import { inDoubt } from "./rules-effects.ts";
import { soundEvidence } from "./sound-evidence.ts";

const runOf = ({ runs }: Evidence, id: string): RunHistory => {
  const found = runs.find((run) => run.id === id);
  if (!found) throw new Error(`no run ${id}`);
  return found;
};
const attemptOf = ({ attempts }: Evidence, key: string) => {
  const found = attempts.findLast((one) => one.key === key);
  if (!found) throw new Error(`no attempt ${key}`);
  return found;
};
const stepOf = (evidence: Evidence, run: string, name: string) => {
  const found = runOf(evidence, run).steps.find((step) => step.name === name);
  if (!found) throw new Error(`no step ${name}`);
  return found;
};
const rowOf = ({ ledger }: Evidence, seq: number) => {
  const found = ledger.find((row) => row.seq === seq);
  if (!found) throw new Error(`no row ${seq}`);
  return found;
};
const effectOf = (evidence: Evidence, run: string) => {
  const [found] = runOf(evidence, run).effects;
  if (!found) throw new Error(`no effect of ${run}`);
  return found;
};
const remove = <T>(list: T[], unwanted: (item: T) => boolean): void => {
  list.splice(0, list.length, ...list.filter((item) => !unwanted(item)));
};

/** One fault each, planted into evidence in which nothing is wrong, and the rule that must speak up. */
const FAULTS: [what: string, rule: Rule, subject: string, plant: (evidence: Evidence) => void][] = [
  [
    "an acknowledged answer stands in no run",
    "lost",
    "call-1",
    (e) => remove(runOf(e, "run-call").webhooks, ({ key }) => key === "call-1:answer"),
  ],
  [
    "an event that went through the hold loop is gone",
    "lost",
    "call-1",
    (e) => remove(runOf(e, "run-call").webhooks, ({ path }) => path.includes("/hold/")),
  ],
  [
    "a hang-up of a call that was taken is gone",
    "lost",
    "call-1",
    (e) => remove(runOf(e, "run-call").webhooks, ({ key }) => key === "call-1:hangup"),
  ],
  ["an acknowledged text began no run", "lost", "text-1", (e) => void (runOf(e, "run-text").webhooks = [])],
  ["the run of an acknowledged request is missing", "lost", "key-1", (e) => remove(e.runs, ({ id }) => id === "run-wait")],
  [
    "an effect says done and the carrier was never asked",
    "lost",
    "send_message to +12120000001",
    (e) => remove(e.ledger, ({ seq }) => seq === 1),
  ],
  ["an effect says done and the carrier refused it", "lost", "send_message to +12120000002", (e) => void (rowOf(e, 3).status = 503)],
  ["the carrier did one effect twice", "doubled", "token-1", (e) => e.ledger.push({ ...rowOf(e, 1), seq: 9 })],
  [
    "one text was sent under two effects",
    "doubled",
    "#text-1:reply",
    (e) =>
      e.ledger.push({
        ...rowOf(e, 3),
        seq: 9,
        body: { dst: "+12120000009", text: "#text-1:reply", url: "http://us/carrier/messages/e/other" },
      }),
  ],
  [
    "the carrier did what no effect knows of",
    "doubled",
    "send_message to +12120000008",
    (e) =>
      e.ledger.push({ ...rowOf(e, 3), seq: 9, body: { dst: "+12120000008", text: "hello", url: "http://us/carrier/messages/e/other" } }),
  ],
  [
    "a call was placed twice",
    "doubled",
    "place_call to +12120000007",
    (e) => {
      const placed = (seq: number, token: string) => ({
        ...rowOf(e, 3),
        seq,
        path: "/v1/Account/MA/Call/",
        body: { to: "+12120000007", answer_url: `http://us/carrier/voice/e/${token}/answer` },
      });
      runOf(e, "run-wait").effects.push({ ...effectOf(e, "run-text"), id: "e-9", kind: "place_call", target: "+12120000007" });
      e.ledger.push(placed(8, "token-8"), placed(9, "token-9"));
    },
  ],
  [
    "an event was applied twice in one run",
    "doubled",
    "text-1",
    (e) => runOf(e, "run-text").webhooks.push({ path: "/carrier/messages/n/number", key: "text-1" }),
  ],
  [
    "an event was applied in two runs",
    "doubled",
    "call-1:hangup",
    (e) => runOf(e, "run-text").webhooks.push({ path: "", key: "call-1:hangup" }),
  ],
  ["two runs have the same call", "doubled", "call-1", (e) => runOf(e, "run-text").calls.push("call-1")],
  [
    "a run exists that nothing asked for",
    "doubled",
    "run-ghost",
    (e) => e.runs.push({ ...runOf(e, "run-wait"), id: "run-ghost", effects: [] }),
  ],
  ["one request began two runs", "doubled", "key-1", (e) => e.attempts.push({ ...attemptOf(e, "start:key-1"), runId: "run-text" })],
  [
    "a repeat was answered with other bytes",
    "doubled",
    "call-1",
    (e) => e.attempts.push({ ...attemptOf(e, "call-1:answer"), hash: "other" }),
  ],
  ["a run waits for nothing", "stuck", "run-text", (e) => void (runOf(e, "run-text").status = "running")],
  [
    "a run is past its own deadline",
    "stuck",
    "run-text",
    (e) =>
      Object.assign(runOf(e, "run-text"), {
        status: "running",
        waitingFor: [{ nodeId: "reply", kind: "effect", until: "2026-01-01T00:00:30.000Z" }],
      }),
  ],
  [
    "a run still waits when everything had its time",
    "stuck",
    "run-text",
    (e) =>
      Object.assign(runOf(e, "run-text"), {
        status: "running",
        waitingFor: [{ nodeId: "reply", kind: "effect", until: "2026-02-01T00:00:00.000Z" }],
      }),
  ],
  [
    "an effect is in doubt although the carrier's lists have it",
    "left uncertain",
    "e-2",
    (e) => {
      effectOf(e, "run-text").state = "uncertain";
      e.listedUncertain.push("e-2");
    },
  ],
  ["an effect that never left is in doubt although the lists could be read", "left uncertain", "e-3", (e) => void (e.expect.lists = true)],
  ["an effect is in doubt and nobody is told", "left uncertain", "e-3", (e) => void (e.listedUncertain = [])],
  [
    "an effect stayed begun",
    "left uncertain",
    "e-3",
    (e) => {
      effectOf(e, "run-wait").state = "begun";
      e.listedUncertain = [];
    },
  ],
  ["a step follows by no cord", "illegal order", "run-call", (e) => void (stepOf(e, "run-call", "Text").exit = "failed")],
  ["a step follows one that was never left", "illegal order", "run-call", (e) => void (stepOf(e, "run-call", "Text").exit = null)],
  [
    "a step was entered after the end",
    "illegal order",
    "run-call",
    (e) => {
      const menu = stepOf(e, "run-call", "Menu");
      menu.enteredAt = "2026-01-01T00:00:10.000Z";
      menu.leftAt = null;
    },
  ],
  [
    "a step was entered before the one before it",
    "illegal order",
    "run-call",
    (e) => {
      stepOf(e, "run-call", "Menu").enteredAt = "2026-01-01T00:00:00.500Z";
    },
  ],
  [
    "a step was left before it was entered",
    "illegal order",
    "run-text",
    (e) => void (stepOf(e, "run-text", "Reply").leftAt = "2025-12-31T23:59:59.000Z"),
  ],
  [
    "a run was ended by what went on around it",
    "ended wrong",
    "run-text",
    (e) => Object.assign(runOf(e, "run-text"), { status: "failed", reason: "quarantined" }),
  ],
  ["a wait ended 1 ms early", "early timer", "run-wait", (e) => void (stepOf(e, "run-wait", "Pause").leftAt = "2026-01-01T00:00:02.999Z")],
  [
    "a wait ended later than it may",
    "late timer",
    "run-wait",
    (e) => {
      stepOf(e, "run-wait", "Pause").leftAt = "2026-01-01T00:00:04.001Z";
      stepOf(e, "run-wait", "Notify").enteredAt = "2026-01-01T00:00:04.001Z";
    },
  ],
  [
    "a rightly signed webhook was refused",
    "bad answer",
    "call-1",
    (e) => e.attempts.push({ ...attemptOf(e, "call-1:hangup"), status: 403 }),
  ],
  ["a live call got no XML but a 503", "bad answer", "call-1", (e) => e.attempts.push({ ...attemptOf(e, "call-1:answer"), status: 503 })],
  ["a held call got a 500", "bad answer", "call-1", (e) => e.attempts.push({ ...attemptOf(e, "step-1:action"), status: 500 })],
  ["a live call got broken XML", "bad answer", "call-1", (e) => void (attemptOf(e, "call-1:answer").notXml = "unclosed tag")],
];

describe("the checker", () => {
  it("finds nothing where nothing is wrong", () => {
    expect(check(soundEvidence())).toEqual([]);
  });

  it.each(FAULTS)("finds that %s", (_what, rule, subject, plant) => {
    const evidence = soundEvidence();
    plant(evidence);
    expect(check(evidence).map((one) => [one.rule, one.subject])).toContainEqual([rule, subject]);
  });

  it("says nothing of a run that a request without an answer may have begun", () => {
    const evidence = soundEvidence();
    evidence.attempts.push({ ...attemptOf(evidence, "start:key-1"), key: "start:key-2", subject: "key-2", status: null });
    const { runId: _, ...unanswered } = attemptOf(evidence, "start:key-2");
    evidence.attempts.splice(-1, 1, unanswered);
    evidence.runs.push({ ...runOf(evidence, "run-wait"), id: "run-unheard", effects: [] });
    expect(check(evidence)).toEqual([]);
  });

  it("without look-up, what is in doubt has only to be listed", () => {
    const evidence = soundEvidence();
    evidence.expect.lookUp = false;
    effectOf(evidence, "run-text").state = "uncertain";
    evidence.listedUncertain.push("e-2");
    expect(check(evidence)).toEqual([]);
  });

  it("tells a doubt that the carrier could clear up from one that nobody can", () => {
    const evidence = soundEvidence();
    effectOf(evidence, "run-text").state = "uncertain";
    const { did, never } = inDoubt(evidence);
    expect([did.map(({ id }) => id), never.map(({ id }) => id)]).toEqual([["e-2"], ["e-3"]]);
  });
});
