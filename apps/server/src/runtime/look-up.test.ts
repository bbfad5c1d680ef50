import type { Effect } from "@cordboard/contract";
import { beforeEach, describe, expect, it } from "vitest";
import type { StoredEffect } from "../store/run-store.ts";
import { createCarrier, createCarriers } from "./carriers.ts";
import { createLookUp, type LookUpStore, type Verdict } from "./look-up.ts";

/* The carrier's lists, over the wire that it speaks; times are seconds after `BEGAN`. */
const BEGAN = Date.parse("2026-03-01T12:00:00.000Z");
const OURS = "+14155550199";
const ANN = "+14155550101";
const BOB = "+14155550102";

interface Entry {
  uuid: string;
  to: string;
  at: number;
  from?: string;
  type?: string;
  /** Of a call: null while it lasts. */
  ended?: number | null;
}
let texts: Entry[];
let calls: Entry[];
let effects: StoredEffect[];
let known: Set<string>;
let asked: string[];
/** What the carrier's clock shows more than ours, s. */
let ahead: number;
/** What the carrier adds to the times of a filter, s. */
let misread: number;

beforeEach(() => {
  inUse = Number.NEGATIVE_INFINITY;
  [texts, calls, effects, asked, ahead, misread] = [[], [], [], [], 0, 0];
  known = new Set();
});

const wire = (seconds: number): string => `${new Date(BEGAN + seconds * 1_000).toISOString().slice(0, 19).replace("T", " ")}+00:00`;
const NOW = 300;

const fetch: typeof globalThis.fetch = async (input) => {
  const url = new URL(input instanceof Request ? input.url : input);
  asked.push(url.pathname.replace("/v1/Account/MA1/", "") + url.search);
  const answer = (body: object, status = 200): Response =>
    Response.json(body, { status, headers: { date: new Date(BEGAN + (NOW + ahead) * 1_000).toUTCString() } });
  const parties = ({ to, from = OURS }: Entry) => ({ from_number: from, to_number: to });
  const listed = (all: Entry[], time: (entry: Entry) => number, filter: string, toWire: (entry: Entry) => object): Response => {
    const from = url.searchParams.get(filter);
    const least = from === null ? Number.NEGATIVE_INFINITY : (Date.parse(`${from.replace(" ", "T")}Z`) - BEGAN) / 1_000 + misread;
    const wanted = all.filter((entry) => time(entry) >= least).toSorted((a, b) => time(b) - time(a));
    const offset = Number(url.searchParams.get("offset") ?? 0);
    const next = offset + 20 < wanted.length ? "more" : null;
    return answer({ meta: { limit: 20, offset, next, total_count: null }, objects: wanted.slice(offset, offset + 20).map(toWire) });
  };
  if (url.pathname.endsWith("/Message/"))
    return listed(
      texts,
      ({ at }) => at,
      "message_time__gte",
      (one) => ({ message_uuid: one.uuid, message_time: wire(one.at), message_type: one.type, ...parties(one) }),
    );
  const status = url.searchParams.get("status");
  const lasting = calls.filter(({ ended }) => ended === null);
  const one = lasting.find(({ uuid }) => url.pathname.endsWith(`/Call/${uuid}/`));
  if (one && status === "live") return answer({ call_uuid: one.uuid, from: one.from ?? OURS, to: one.to, session_start: wire(one.at) });
  if (!url.pathname.endsWith("/Call/")) return answer({ error: "not found" }, 404);
  if (status !== null) return answer({ calls: status === "live" ? lasting.map(({ uuid }) => uuid) : [] });
  return listed(
    calls.filter(({ ended }) => ended !== null),
    ({ ended }) => ended ?? 0,
    "end_time__gte",
    (call) => ({ call_uuid: call.uuid, initiation_time: wire(call.at), end_time: wire(call.ended ?? 0), ...parties(call) }),
  );
};

type What = Omit<Extract<Effect, { kind: "send_message" }>, "id" | "to"> | Omit<Extract<Effect, { kind: "place_call" }>, "id" | "to">;
const SMS: What = { kind: "send_message", from: OURS, text: "Hi", channel: "sms", media: [], expirySeconds: 600, log: "true" };
const CALL: What = {
  kind: "place_call",
  from: OURS,
  ringSeconds: 45,
  timeLimitSeconds: 600,
  machineDetection: "off",
  machineSync: false,
  sendDigits: "",
  record: false,
};

function doubt(id: string, to: string, begun: number, what: What = SMS): StoredEffect {
  const effect: Effect = { id, to, ...what };
  const begunAt = BEGAN + begun * 1_000;
  const stored: StoredEffect = {
    id,
    runId: "run",
    token: id,
    nodeId: "n",
    step: 1,
    effect,
    state: "uncertain",
    attempts: 1,
    dueAt: begunAt,
    createdAt: begunAt,
    begunAt,
    endedAt: null,
    result: null,
    reportAt: null,
    reported: false,
    resolvedBy: null,
    test: false,
    live: false,
    fence: 1,
  };
  effects.push(stored);
  return stored;
}

/** When the account came into use, s. */
let inUse = Number.NEGATIVE_INFINITY;

async function lookUp(...inDoubt: StoredEffect[]): Promise<(string | undefined)[]> {
  const store: LookUpStore = {
    knownCarrierId: async (uuid) => known.has(uuid),
    byMessage: async (uuid) => (known.has(uuid) ? { runId: "run", effectId: uuid } : null),
    effect: async (id) => effects.find((one) => one.id === id) ?? null,
    now: async () => BEGAN + NOW * 1_000,
    listEffects: async ({ state, kind }) => ({
      items: effects.filter((one) => one.state === state && one.effect.kind === kind),
      next: null,
    }),
  };
  const account = createCarrier({
    name: "plivo",
    authId: "MA1",
    authTokens: ["t"],
    baseUrl: "http://carrier.test",
    since: BEGAN + inUse * 1_000,
  });
  const verdicts = await createLookUp(store, createCarriers(account, null), { fetch })(inDoubt);
  const word = (verdict: Verdict | undefined): string | undefined => {
    if (verdict?.kind !== "found" || !verdict.result.ok) return verdict?.kind;
    const { messageUuid, callUuid } = verdict.result.data;
    return typeof messageUuid === "string" ? messageUuid : JSON.stringify(callUuid).slice(1, -1);
  };
  return inDoubt.map(({ id }) => word(verdicts.get(id)));
}

/** Texts of others, one per second. */
const crowd = (from: number, until: number): Entry[] =>
  Array.from({ length: until - from }, (_, i) => ({ uuid: `other-${from + i}`, to: BOB, at: from + i }));

describe("a text", () => {
  it("is found by its parties and its time", async () => {
    texts = [{ uuid: "m-1", to: ANN, at: 1 }, ...crowd(-10, 5)];
    expect(await lookUp(doubt("a", ANN, 0))).toEqual(["m-1"]);
  });

  it("of before the account came into use is neither found in its lists nor missed there", async () => {
    inUse = 5;
    texts = [{ uuid: "m-1", to: ANN, at: 1 }, ...crowd(-10, 5)];
    expect(await lookUp(doubt("a", ANN, 0), doubt("b", "+14155550103", 0))).toEqual([undefined, undefined]);
    expect(asked).toEqual([]);
    expect(await lookUp(doubt("c", "+14155550103", 6))).toEqual(["absent"]);
  });

  it("is absent when the newest page goes back to before it, with one request", async () => {
    texts = crowd(-100, -50);
    expect(await lookUp(doubt("a", ANN, 0))).toEqual(["absent"]);
    expect(asked).toHaveLength(1);
  });

  it("is looked for as far back as it began, over any number of pages", async () => {
    texts = [{ uuid: "m-1", to: ANN, at: 1 }, ...crowd(-200, 290)];
    expect(await lookUp(doubt("a", ANN, 0))).toEqual(["m-1"]);
    expect(asked[1]).toContain("message_time__gte=2026-03-01+11%3A59%3A00");
    expect(asked.length).toBeGreaterThan(15);
    texts.shift();
    expect(await lookUp(doubt("b", "+14155550103", 0))).toEqual(["absent"]);
  });

  it("is looked for where it can be, however much was sent since, and an old one is not in the way of a new one", async () => {
    const [old, late] = [doubt("a", ANN, -15_000), doubt("b", ANN, 0)];
    texts = [{ uuid: "m-1", to: ANN, at: -14_999 }, ...crowd(-16_000, 290)];
    expect(await lookUp(late, old)).toEqual(["absent", "m-1"]);
    expect(asked.length).toBeLessThan(80);
    texts.shift();
    expect(await lookUp(old)).toEqual(["absent"]);
  });

  it("is not absent when there are more at its time than can be read", async () => {
    texts = Array.from({ length: 12_000 }, (_, i) => ({ uuid: `other-${i}`, to: BOB, at: 100 - i / 100 }));
    expect(await lookUp(doubt("a", ANN, 0))).toEqual([undefined]);
  });

  it("is not absent when the carrier reads the filter in another time zone than ours", async () => {
    texts = crowd(-200, 290);
    misread = 8 * 3_600;
    expect(await lookUp(doubt("a", ANN, 0))).toEqual([undefined]);
    misread = -8 * 3_600;
    expect(await lookUp(doubt("b", ANN, 0))).toEqual(["absent"]);
  });

  it.each([-3_600, 3_600])("is found, and not absent, when the carrier's clock is off by %i s", async (seconds) => {
    ahead = seconds;
    texts = [{ uuid: "m-1", to: ANN, at: 1 + seconds }];
    expect(await lookUp(doubt("a", ANN, 0))).toEqual(["m-1"]);
  });

  it("is not taken for one that another effect is known to be", async () => {
    texts = [{ uuid: "m-1", to: ANN, at: 1 }];
    known.add("m-1");
    expect(await lookUp(doubt("a", ANN, 0))).toEqual(["absent"]);
  });

  it("stays in doubt when an entry could be it and nobody can say so", async () => {
    const one = doubt("a", ANN, 0);
    texts = [{ uuid: "m-1", to: ANN, at: 1, from: "+14155550777" }];
    expect(await lookUp(one)).toEqual([undefined]);
    texts = [{ uuid: "m-1", to: ANN, at: 200 }];
    expect(await lookUp(one)).toEqual([undefined]);
    texts = [
      { uuid: "m-1", to: ANN, at: 1 },
      { uuid: "m-2", to: ANN, at: 2 },
    ];
    expect(await lookUp(one)).toEqual([undefined]);
  });

  it("is known by what the carrier has masked", async () => {
    const one = doubt("a", ANN, 0);
    texts = [{ uuid: "m-1", to: "141XXXXX101", at: 1 }];
    expect(await lookUp(one)).toEqual(["m-1"]);
    texts = [{ uuid: "m-1", to: "141XXXXX777", at: 1 }];
    expect(await lookUp(one)).toEqual(["absent"]);
  });

  it("and its twin are told apart by their order when both went out, and not at all when one did", async () => {
    const [a, b] = [doubt("a", ANN, 0), doubt("b", ANN, 4)];
    texts = [
      { uuid: "m-1", to: ANN, at: 1 },
      { uuid: "m-2", to: ANN, at: 5 },
    ];
    expect(await lookUp(b, a)).toEqual(["m-2", "m-1"]);
    texts.pop();
    expect(await lookUp(a, b)).toEqual([undefined, undefined]);
    texts.pop();
    expect(await lookUp(a, b)).toEqual(["absent", "absent"]);
  });

  describe("and one of the same minute between the same two, of which one never left", () => {
    /** A text of ours that the lists show, begun `late` seconds after its entry's time. */
    const seen = (at: number, late: number): Entry => {
      const uuid = `ours-${at}`;
      known.add(uuid);
      effects.push({ ...doubt("none", BOB, at + late), id: uuid, state: "done" });
      return { uuid, to: BOB, at };
    };

    it("are told apart when it was listed before the other had begun, by a clock that fits ours", async () => {
      const [a, b] = [doubt("a", ANN, 0), doubt("b", ANN, 20)];
      texts = [{ uuid: "m-1", to: ANN, at: 1 }, seen(-30, 0)];
      expect(await lookUp(a, b)).toEqual(["m-1", "absent"]);
    });

    it.each([-3_600, 3_600])("are told apart although the carrier's clock is off by %i s", async (seconds) => {
      ahead = seconds;
      const [a, b] = [doubt("a", ANN, 0), doubt("b", ANN, 20)];
      texts = [
        { uuid: "m-1", to: ANN, at: 1 + seconds },
        { ...seen(-30, 0), at: -30 + seconds },
      ];
      expect(await lookUp(a, b)).toEqual(["m-1", "absent"]);
    });

    it("stay in doubt when the first could still have been on its way", async () => {
      const [a, b] = [doubt("a", ANN, 0), doubt("b", ANN, 20)];
      texts = [{ uuid: "m-1", to: ANN, at: 21 }, seen(-30, 0)];
      expect(await lookUp(a, b)).toEqual([undefined, undefined]);
    });

    it("stay in doubt while nothing shows by which clock the list is dated, or when it runs behind", async () => {
      const [a, b] = [doubt("a", ANN, 0), doubt("b", ANN, 20)];
      texts = [{ uuid: "m-1", to: ANN, at: 1 }];
      expect(await lookUp(a, b)).toEqual([undefined, undefined]);
      texts.push(seen(-30, 25));
      expect(await lookUp(a, b)).toEqual([undefined, undefined]);
    });

    it("are told apart as soon as a callback has shown which entry one of them is", async () => {
      const [a] = [doubt("a", ANN, 0)];
      texts = [{ uuid: "m-2", to: ANN, at: 21 }];
      known.add("m-2");
      expect(await lookUp(a)).toEqual(["absent"]);
    });

    it("are told apart when only one of them is on WhatsApp", async () => {
      const [a, b] = [doubt("a", ANN, 0), doubt("b", ANN, 4, { ...SMS, channel: "whatsapp" })];
      texts = [{ uuid: "m-1", to: ANN, at: 5, type: "whatsapp" }];
      expect(await lookUp(a, b)).toEqual(["absent", "m-1"]);
    });
  });
});

describe("a call", () => {
  const call = (): StoredEffect => doubt("a", ANN, 0, CALL);

  it("is found while it lasts, and when it is over", async () => {
    const one = call();
    calls = [{ uuid: "c-1", to: ANN, at: 1, ended: null }];
    expect(await lookUp(one)).toEqual(["c-1"]);
    calls = [{ uuid: "c-1", to: ANN, at: 1, ended: 200 }];
    expect(await lookUp(one)).toEqual(["c-1"]);
  });

  it("is absent when no list has it", async () => {
    calls = [
      { uuid: "c-1", to: BOB, at: 1, ended: null },
      { uuid: "c-2", to: BOB, at: 2, ended: 100 },
    ];
    expect(await lookUp(call())).toEqual(["absent"]);
  });

  it("is not the one that another effect has the receipt of", async () => {
    calls = [{ uuid: "c-1", to: ANN, at: 1, ended: null }];
    effects.push({ ...call(), id: "b", state: "done", result: { ok: true, data: { callUuid: "c-1" } } });
    expect(await lookUp(...effects.slice(0, 1))).toEqual(["absent"]);
  });

  it("to a SIP address is never absent: lists write these in their own way", async () => {
    expect(await lookUp(doubt("s", "sip:ann@example.com", 0, CALL))).toEqual([undefined]);
  });
});
