import { describe, expect, it } from "vitest";
import { Bench, CALLER, OURS, at } from "../testing/bench.ts";

const DESK = "+14155550198";

/** OURS forwards to DESK, another number of the account with its own application. */
async function office(desk: string): Promise<{ bench: Bench; uuid: string }> {
  const bench = await new Bench()
    .on("/answer", `<Dial timeout="20" action="${at("/dialed")}"><Number>${DESK}</Number></Dial>`)
    .on("/dialed", '<Wait length="60"/>')
    .on("/desk", desk)
    .connect();
  bench.sim.addNumber({ number: DESK, kind: "rented" });
  const made = await bench.rest("POST", "Application/", { app_name: "desk", answer_url: at("/desk"), hangup_url: at("/desk-ended") });
  await bench.rest("POST", `Number/${DESK}/`, { app_id: made.body["app_id"] });
  const uuid = await bench.callIn();
  await bench.seconds(1);
  return { bench, uuid };
}

describe("a call to another number of the account", () => {
  it("comes in there, and keys and sounds pass through", async () => {
    const { bench, uuid } = await office(
      `<GetDigits action="${at("/keys")}" numDigits="1" timeout="30"><Speak>Desk. Press 1</Speak></GetDigits>`,
    );
    bench.on("/keys", "<Hangup/>");
    expect(bench.only("/desk").params).toMatchObject({ From: "14155550100", To: "14155550198", Direction: "inbound", Event: "StartApp" });
    await bench.seconds(2);
    bench.sim.press(uuid, "1");
    await bench.seconds(1);
    expect(bench.only("/keys").params["Digits"]).toBe("1");
    expect(bench.only("/dialed").params).toMatchObject({ DialStatus: "completed" });
    expect(bench.at("/desk-ended")).toHaveLength(1);
  });

  it("ends there when the caller hangs up", async () => {
    const { bench, uuid } = await office('<Speak loop="0">hold</Speak>');
    bench.sim.hangUp(uuid);
    await bench.seconds(1);
    expect(bench.only("/desk-ended").params["HangupCauseCode"]).toBe("4000");
    expect(bench.sim.calls({ state: "in-progress" })).toEqual([]);
  });

  it("is refused there", async () => {
    const { bench } = await office('<Hangup reason="busy"/>');
    expect(bench.only("/dialed").params).toMatchObject({ DialStatus: "busy", DialHangupCause: "USER_BUSY" });
  });

  it("is not answered there", async () => {
    const { bench } = await office('<Wait length="50"/>');
    await bench.seconds(25);
    expect(bench.only("/dialed").params).toMatchObject({ DialStatus: "no-answer" });
    expect(bench.only("/desk-ended").params).toMatchObject({ CallStatus: "cancel", HangupCauseCode: "1000" });
  });

  it("that forwards to itself ends", async () => {
    const bench = await new Bench().on("/answer", `<Dial><Number>${OURS}</Number></Dial>`).connect();
    const { callUuid } = bench.sim.call({ from: CALLER, to: OURS });
    await bench.seconds(60);
    expect(bench.at("/answer")).toHaveLength(6);
    expect(bench.sim.callView(callUuid).state).toBe("ended");
    expect(bench.sim.calls().some((call) => call.hangup?.code === 2060)).toBe(true);
  });
});
