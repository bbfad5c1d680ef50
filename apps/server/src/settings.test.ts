import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { readSettings, SIMULATOR_AUTH_ID } from "./settings.ts";

const folder = mkdtempSync(join(tmpdir(), "cordboard-settings-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const read = (env: Record<string, string>) => readSettings(env, join(folder, "empty"));
const flaws = (env: Record<string, string>): string[] => {
  try {
    read(env);
  } catch (error) {
    return (error as { details: { path: string }[] }).details.map((d) => d.path);
  }
  return [];
};

describe("settings", () => {
  it("start a simulator on this machine when nothing is set", () => {
    expect(read({})).toMatchObject({
      port: 3000,
      host: "127.0.0.1",
      publicUrl: "http://localhost:3000",
      carrier: "simulator",
      plivoAuthId: SIMULATOR_AUTH_ID,
      plivoApiBase: null,
      destinationCountries: null,
      testClock: false,
    });
  });

  it("take the public URL without the slash, and the port into its default", () => {
    expect(read({ PORT: "8080" }).publicUrl).toBe("http://localhost:8080");
    expect(read({ PUBLIC_URL: "https://flows.example.com/" }).publicUrl).toBe("https://flows.example.com");
  });

  it("read .env, which a variable of the environment overrides", () => {
    writeFileSync(join(folder, ".env"), "PORT=4000\nSIMULATOR_PORT=4001\nPUBLIC_URL=\n");
    expect(readSettings({ PORT: "5000" }, folder)).toMatchObject({ port: 5000, simulatorPort: 4001, publicUrl: "http://localhost:5000" });
  });

  it("want account and countries before they call real people", () => {
    expect(flaws({ CARRIER: "plivo" })).toEqual(["PLIVO_AUTH_ID", "PLIVO_AUTH_TOKEN", "DESTINATION_COUNTRIES"]);
    const plivo = read({ CARRIER: "plivo", PLIVO_AUTH_ID: "MA1", PLIVO_AUTH_TOKEN: "t", DESTINATION_COUNTRIES: "us, CA" });
    expect(plivo).toMatchObject({ plivoApiBase: "https://api.plivo.com", destinationCountries: ["US", "CA"] });
  });

  it("want a master key beside a database, and never repeat its password", () => {
    const DATABASE_URL = "postgres://ann:hunter2@db.example.com/cordboard";
    expect(flaws({ DATABASE_URL })).toEqual(["CORDBOARD_MASTER_KEY"]);
    expect(read({ DATABASE_URL, CORDBOARD_MASTER_KEY_FILE: "/run/key" })).toMatchObject({ databaseUrl: DATABASE_URL });
    expect(() => read({ DATABASE_URL: "ann:hunter2@db.example.com" })).toThrow(/^(?![^]*hunter2)[^]*postgres:\/\/user/);
  });

  it("tell all that is wrong or missing at once", () => {
    expect(flaws({ PORT: "http", DATABASE_URL: "db.example.com", CARRIER: "plivo", PLIVO_AUTH_ID: "MA-1" })).toEqual([
      "PORT",
      "DATABASE_URL",
      "PLIVO_AUTH_ID",
      "PLIVO_AUTH_TOKEN",
      "DESTINATION_COUNTRIES",
      "CORDBOARD_MASTER_KEY",
    ]);
  });

  it.each([
    ["PORT", "http"],
    ["PORT", "70000"],
    ["PUBLIC_URL", "flows.example.com"],
    ["PUBLIC_URL", "ftp://flows.example.com"],
    ["FALLBACK_URL", "fallback.xml"],
    ["CARRIER", "twilio"],
    ["TRUST_PROXY", "everyone"],
    ["DESTINATION_COUNTRIES", "USA"],
    ["SIMULATOR_TIME_SCALE", "0"],
    ["LOOKUP_SETTLE_SECONDS", "0"],
    ["CORDBOARD_TEST", "yes"],
    ["DATABASE_URL", "mysql://localhost/x"],
    ["DATABASE_URL", "db.example.com"],
  ])("refuse %s=%s by name", (name, value) => {
    expect(flaws({ CORDBOARD_MASTER_KEY: "0".repeat(64), [name]: value })).toEqual([name]);
  });
});
