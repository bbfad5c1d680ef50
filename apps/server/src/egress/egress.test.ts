import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import { LIMITS } from "@cordboard/contract";
import { afterEach, describe, expect, it } from "vitest";
import { createAddressGuard } from "./address-guard.ts";
import { createEgressClient, type EgressClient, type Lookup } from "./egress-client.ts";

/** L1: ways to write an address that must not be reached. */
const INTERNAL = [
  "http://127.0.0.1/",
  "http://127.1/",
  "http://127.0.1/",
  "http://2130706433/",
  "http://0x7f000001/",
  "http://0x7f.1/",
  "http://017700000001/",
  "http://0177.0.0.1/",
  "http://127.0.0.1./",
  "http://0/",
  "http://0.0.0.0/",
  "http://10.0.0.1/",
  "http://10.255.255.255/",
  "http://172.16.0.1/",
  "http://172.31.255.254/",
  "http://192.168.0.1/",
  "http://192.0.0.1/",
  "http://192.0.2.1/",
  "http://198.18.0.1/",
  "http://198.51.100.7/",
  "http://203.0.113.9/",
  "http://100.64.0.1/",
  "http://169.254.169.254/latest/meta-data/",
  "http://169.254.170.2/",
  "http://224.0.0.1/",
  "http://240.0.0.1/",
  "http://255.255.255.255/",
  "http://[::]/",
  "http://[::1]/",
  "http://[0:0:0:0:0:0:0:1]/",
  "http://[::ffff:127.0.0.1]/",
  "http://[::ffff:7f00:1]/",
  "http://[::127.0.0.1]/",
  "http://[::7f00:1]/",
  "http://[::10.0.0.1]/",
  "http://[64:ff9b::7f00:1]/",
  "http://[64:ff9b::10.0.0.1]/",
  "http://[2002:7f00:1::]/",
  "http://[2002:a00:1::]/",
  "http://[fc00::1]/",
  "http://[fd12:3456::1]/",
  "http://[fe80::1]/",
  "http://[ff02::1]/",
  "http://[2001:db8::1]/",
  "http://[2001::1]/",
  "http://[100::1]/",
  "http://[::ffff:169.254.169.254]/",
  "http://localhost/",
  "http://LOCALHOST/",
  "http://localhost./",
  "http://a.localhost/",
  "http://router.local/",
  "http://db.internal/",
  "http://nas.lan/",
  "http://printer.home.arpa/",
  "http://intranet/",
  "http://metadata/",
  "http://metadata.google.internal/",
  "http://metadata.azure.com/",
  "http://instance-data/",
  "http://１２７.０.０.１/",
  "http://127。0。0。1/",
  "http://①②⑦.0.0.1/",
  "https://127.0.0.1:8443/",
  "http://8.8.8.8:22/",
  "http://8.8.8.8:25/",
  "http://8.8.8.8:6379/",
  "http://8.8.8.8:5432/",
];
const BAD = [
  "",
  "nonsense",
  "file:///etc/passwd",
  "ftp://example.com/",
  "gopher://example.com/",
  "data:text/plain,x",
  "javascript:alert(1)",
  "http://",
  "http://user:pass@example.com/",
  "http://example.com@127.0.0.1/",
  "//example.com/x",
  "http://[::1",
  "http://exa mple.com/",
];

const servers: Server[] = [];
const clients: EgressClient[] = [];
afterEach(async () => {
  await Promise.all(clients.splice(0).map((c) => c.close()));
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  }
});

async function serve(handler: RequestListener): Promise<number> {
  const server = createServer(handler);
  servers.push(server);
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return (server.address() as AddressInfo).port;
}
function client(allow: string[] = [], lookup?: Lookup): EgressClient {
  const made = createEgressClient(createAddressGuard(allow), lookup);
  clients.push(made);
  return made;
}
const get = (url: string, timeoutMs = 5_000) => ({ method: "GET", url, headers: {}, body: null, timeoutMs });
const answers =
  (...addresses: string[]): Lookup =>
  (_host, done) =>
    done(
      null,
      addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 })),
    );

describe("egress", () => {
  it.each(INTERNAL)("does not reach %s", async (url) => {
    await expect(client([], answers("127.0.0.1")).send(get(url))).rejects.toMatchObject({ code: "http_blocked", sent: "no" });
  });

  it.each(BAD)("refuses %j as an address", async (url) => {
    await expect(client().send(get(url))).rejects.toMatchObject({ code: expect.stringMatching(/^http_(bad_url|blocked)$/), sent: "no" });
  });

  it("does not connect when one of a name's addresses is private", async () => {
    const seen: string[] = [];
    const port = await serve((req, res) => void res.end(seen.push(req.url ?? "")));
    const mixed = client([], answers("93.184.215.14", "127.0.0.1"));
    await expect(mixed.send(get(`http://rebind.example.com:${port}/`))).rejects.toMatchObject({ code: "http_blocked", sent: "no" });
    expect(seen).toEqual([]);
  });

  it("says nothing else about a private port that is open than about one that is closed", async () => {
    const port = await serve((_req, res) => void res.end());
    const said = (at: number) =>
      client()
        .send(get(`http://127.0.0.1:${at}/`))
        .catch((error: unknown) => String(error));
    expect(await said(port)).toBe(await said(1));
  });

  it.each([["127.0.0.1"], ["127.0.0.0/8"]])("reaches what EGRESS_ALLOW=%s opens", async (entry) => {
    const port = await serve((_req, res) => void res.writeHead(201, { "x-a": "b" }).end("hello"));
    const answer = await client([entry]).send(get(`http://127.0.0.1:${port}/`));
    expect([answer.status, answer.headers["x-a"], answer.body.toString()]).toEqual([201, "b", "hello"]);
  });

  it("opens a name only on the port it was opened on", async () => {
    const port = await serve((_req, res) => void res.end("hello"));
    const open = client([`localhost:${port}`]);
    expect((await open.send(get(`http://localhost:${port}/`))).status).toBe(200);
    await expect(open.send(get("http://localhost:1/"))).rejects.toMatchObject({ code: "http_blocked" });
  });

  it("opens a range for names that resolve into it", async () => {
    const port = await serve((req, res) => void res.end(req.headers.host));
    const answer = await client(["127.0.0.0/8"], answers("127.0.0.1")).send(get(`http://api.example.com:${port}/`));
    expect(answer.body.toString()).toBe(`api.example.com:${port}`);
  });

  it("does not follow redirects", async () => {
    const port = await serve((_req, res) => void res.writeHead(302, { location: "http://169.254.169.254/" }).end());
    expect((await client(["127.0.0.1"]).send(get(`http://127.0.0.1:${port}/`))).status).toBe(302);
  });

  it("stops reading an answer that is too large", async () => {
    const port = await serve((_req, res) => {
      const more = (): void => {
        while (res.write(Buffer.alloc(65_536)));
        res.once("drain", more);
      };
      more();
    });
    await expect(client(["127.0.0.1"]).send(get(`http://127.0.0.1:${port}/`))).rejects.toMatchObject({ code: "http_too_large" });
  });

  it("reads no more than the request allows", async () => {
    const port = await serve((_req, res) => void res.end("x".repeat(2_000)));
    const asked = get(`http://127.0.0.1:${port}/`);
    expect((await client(["127.0.0.1"]).send({ ...asked, maxBytes: 2_000 })).body).toHaveLength(2_000);
    await expect(client(["127.0.0.1"]).send({ ...asked, maxBytes: 1_999 })).rejects.toMatchObject({ code: "http_too_large" });
  });

  it("does not unfold a packed bomb, and reads what is packed honestly", async () => {
    const bomb = gzipSync(Buffer.alloc(LIMITS.httpAnswerBytes + 1));
    const port = await serve(
      (req, res) => void res.writeHead(200, { "content-encoding": "gzip" }).end(req.url === "/bomb" ? bomb : gzipSync("hello")),
    );
    const open = client(["127.0.0.1"]);
    await expect(open.send(get(`http://127.0.0.1:${port}/bomb`))).rejects.toMatchObject({ code: "http_too_large" });
    expect((await open.send(get(`http://127.0.0.1:${port}/`))).body.toString()).toBe("hello");
  });

  it("gives up in time, whether the head or the body is late", async () => {
    const port = await serve((req, res) => {
      if (req.url === "/body") res.write("a");
    });
    const open = client(["127.0.0.1"]);
    for (const path of ["/head", "/body"]) {
      await expect(open.send(get(`http://127.0.0.1:${port}${path}`, 200))).rejects.toMatchObject({ code: "http_timeout", sent: "maybe" });
    }
  });

  it("tells what was surely not sent from what may have been", async () => {
    const port = await serve((req) => req.socket.destroy());
    const open = client(["127.0.0.1"]);
    await expect(open.send(get("http://127.0.0.1:1/"))).rejects.toMatchObject({ code: "http_unreachable", sent: "no" });
    await expect(open.send(get(`http://127.0.0.1:${port}/`))).rejects.toMatchObject({ code: "http_unreachable", sent: "maybe" });
  });

  it("refuses a header that would split the request", async () => {
    const port = await serve((_req, res) => void res.end());
    const split = { ...get(`http://127.0.0.1:${port}/`), headers: { "x-a": "b\r\nx-c: d" } };
    await expect(client(["127.0.0.1"]).send(split)).rejects.toMatchObject({ code: "http_bad_url", sent: "no" });
  });
});
