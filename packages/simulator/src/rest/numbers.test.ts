import { describe, expect, it } from "vitest";
import { ANN, BOB, Bench, CALLER, OURS, at, parsed } from "../testing/bench.ts";

const numbersOf = (body: Record<string, unknown>): string[] => (body["objects"] as { number: string }[]).map((one) => one.number);

describe("numbers", () => {
  it("are searched, rented, joined to an application and given back", async () => {
    const bench = await new Bench().connect();
    const found = await bench.rest("GET", "PhoneNumber/?country_iso=US&type=local&pattern=415&services=voice,sms&limit=2");
    expect(found.body).toMatchObject({
      meta: { total_count: 15, next: expect.stringContaining("offset=2") },
      objects: [
        { number: "14155550200", region: "California", rate_center: "SNFC CNTRL", lata: 722, type: "fixed", voice_enabled: true },
        {},
      ],
    });
    const appId = ((await bench.rest("GET", "Application/")).body["objects"] as { app_id: string }[])[0]?.app_id;
    expect(await bench.rest("POST", "PhoneNumber/14155550200/", { app_id: appId })).toMatchObject({
      status: 201,
      body: { message: "created", status: "fulfilled", numbers: [{ number: "14155550200", status: "Success" }] },
    });
    expect(numbersOf((await bench.rest("GET", "PhoneNumber/?country_iso=US&npanxx=415555")).body)).not.toContain("14155550200");
    expect((await bench.rest("POST", "PhoneNumber/14155550200/")).status).toBe(404);
    bench.on("/answer", "<Speak>hi</Speak>");
    const { callUuid } = bench.sim.call({ from: CALLER, to: "+14155550200" });
    await bench.seconds(3);
    expect(bench.heard(callUuid)).toEqual(["hi"]);
    expect((await bench.rest("POST", "Number/14155550200/", { alias: "desk", cnam_lookup: "enabled" })).status).toBe(202);
    expect((await bench.rest("GET", "Number/?alias=desk&services=mms&cnam_lookup=enabled")).body["objects"]).toMatchObject([
      { number: "14155550200" },
    ]);
    expect((await bench.rest("DELETE", "Number/14155550200/")).status).toBe(204);
    expect((await bench.rest("GET", "Number/14155550200/")).status).toBe(404);
  });

  it("of a country that asks for documents wait for them", async () => {
    const bench = await new Bench().connect();
    expect((await bench.rest("GET", "PhoneNumber/?country_iso=DE&type=local")).body["objects"]).toMatchObject(
      Array.from({ length: 15 }, () => ({ restriction: "documents" })),
    );
    expect((await bench.rest("POST", "PhoneNumber/4930231250200/")).body).toMatchObject({ status: "pending" });
    expect((await bench.rest("GET", "Number/4930231250200/")).status).toBe(404);
    expect((await bench.rest("POST", "PhoneNumber/4930231250200/", { compliance_application_id: "c1" })).body).toMatchObject({
      status: "fulfilled",
    });
  });

  it("of other carriers are brought along", async () => {
    const bench = await new Bench().connect();
    expect((await bench.rest("POST", "Number/", { numbers: "441632960001", carrier: "other", region: "London" })).status).toBe(202);
    expect((await bench.rest("GET", "Number/441632960001/")).body).toMatchObject({ number: "441632960001", voice_enabled: true });
  });

  it.each(["", "?country_iso=XX", "?country_iso=US&services=fax"])("refuses to search for %j", async (query) => {
    const bench = await new Bench().connect();
    expect((await bench.rest("GET", `PhoneNumber/${query}`)).status).toBe(400);
  });
});

describe("powerpacks", () => {
  it("choose a sender, stick to it, and take messages in under their name", async () => {
    const bench = await new Bench().connect();
    const app = await bench.rest("POST", "Application/", { app_name: "pool", message_url: at("/pool") });
    const made = await bench.rest("POST", "Powerpack/", { name: "desk", application_id: app.body["app_id"], local_connect: true });
    expect(made).toMatchObject({ status: 201, body: { name: "desk", sticky_sender: true, application_type: "XML" } });
    const uuid = String(made.body["uuid"]);
    const pool = /NumberPool\/([^/]+)\//.exec(String(made.body["number_pool"]))?.[1];
    expect((await bench.rest("POST", "Message/", { powerpack_uuid: uuid, dst: ANN, text: "x" })).status).toBe(400);
    bench.sim.addNumber({ number: "+12125550200", kind: "rented" });
    bench.sim.addNumber({ number: "+18005550200", kind: "rented", type: "tollfree" });
    for (const number of ["12125550200", "14155550199"]) {
      expect(await bench.rest("POST", `NumberPool/${pool}/Number/${number}/`)).toMatchObject({ status: 201, body: { number } });
    }
    expect((await bench.rest("POST", `NumberPool/${pool}/Number/18005550200/`)).status).toBe(400);
    const send = async (to: string): Promise<string> => {
      const { body } = await bench.rest("POST", "Message/", { powerpack_uuid: uuid, dst: to, text: "hi", url: at("/report") });
      return String((await bench.rest("GET", `Message/${(body["message_uuid"] as string[])[0]}/`)).body["from_number"]);
    };
    // Ann's area code is in the pool; the same number serves her again.
    expect([await send(ANN), await send("+12125550111"), await send(ANN)]).toEqual([OURS, "+12125550200", OURS]);
    await bench.seconds(3);
    expect(bench.at("/report")[0]?.params["PowerpackUUID"]).toBe(uuid);
    bench.sim.text({ from: BOB, to: OURS, text: "to the pool" });
    await bench.seconds(1);
    expect(parsed("message", bench.only("/pool"))).toMatchObject({ powerpackUuid: uuid, text: "to the pool" });

    await bench.rest("POST", `NumberPool/${pool}/Tollfree/18005550200/`);
    await bench.rest("POST", `Powerpack/${uuid}/`, { name: "front", sticky_sender: "false", local_connect: false });
    expect(await send(ANN)).toBe("+18005550200");
    expect((await bench.rest("GET", `NumberPool/${pool}/Number/`)).body).toMatchObject({ uuid: pool, meta: { total_count: 2 } });
    expect((await bench.rest("DELETE", `NumberPool/${pool}/Tollfree/18005550200/`)).body).toMatchObject({ response: "success" });
    expect((await bench.rest("GET", "Message/?powerpack_id=" + uuid)).body["meta"]).toMatchObject({ total_count: 5 });
    expect((await bench.rest("GET", "Powerpack/")).body["objects"]).toMatchObject([{ name: "front" }]);
    expect((await bench.rest("DELETE", `Powerpack/${uuid}/`)).body).toMatchObject({ response: "success" });
    expect((await bench.rest("GET", `Powerpack/${uuid}/`)).status).toBe(404);
  });
});
