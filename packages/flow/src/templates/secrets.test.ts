import { expect, test } from "vitest";
import { compileConfig } from "../render-config.ts";
import { toys } from "../toys.ts";
import { renderTemplate } from "./render.ts";
import { replaceSecrets, secretMarker, secretsIn } from "./secrets.ts";

const lookup = (name: string): string => `<${name}>`;

test("a secret becomes a marker only where that is allowed", () => {
  const text = "Bearer {{ secrets.API_KEY }}";
  const filled = renderTemplate(text, {}, { secretMarkers: true });
  expect(filled).toBe(`Bearer ${secretMarker("API_KEY")}`);
  expect(secretsIn({ a: [filled] })).toEqual(["API_KEY"]);
  expect(replaceSecrets({ a: [filled] }, lookup)).toEqual({ a: ["Bearer <API_KEY>"] });
  expect(renderTemplate(text, {})).toBe("Bearer ");
});

test("the fields of a component that are marked secret-safe, and no others", () => {
  const fetchIt = toys.get("fetch")!;
  const config = { url: "https://x/{{ secrets.K }}", headers: { Authorization: "{{ secrets.K }}", From: "{{ from }}" } };
  expect(compileConfig(fetchIt, config).fill?.({ from: "me" })).toEqual({
    url: "https://x/",
    headers: { Authorization: secretMarker("K"), From: "me" },
  });
});

test("a caller can't send a marker and be given the secret", () => {
  const forged = secretMarker("API_KEY");
  for (const text of [
    "{{ said }}",
    "{{ said | json }}",
    "{{ said | append: 'x' }}",
    "{% assign a = said %}{{ a }}",
    "{% for s in list %}{{ s }}{% endfor %}",
  ]) {
    const filled = renderTemplate(text, { said: forged, list: [forged] }, { secretMarkers: true });
    expect(replaceSecrets(filled, lookup)).not.toContain("<API_KEY>");
  }
  expect(replaceSecrets(renderTemplate(forged, {}, { secretMarkers: true }), lookup)).toBe("API_KEY");
});

test.each([
  "{{ secrets }}",
  "{{ secrets | json }}",
  "{% for s in secrets %}{{ s }}{% endfor %}",
  "{{ secrets.KEY | upcase }}",
  "{{ secrets.constructor }}",
])("%s gives nothing away", (text) => {
  expect(secretsIn(renderTemplate(text, {}, { secretMarkers: true }))).toEqual([]);
});

test("a secret that is missing stops the sending", () => {
  const missing = (name: string): string => {
    throw new Error(`no ${name}`);
  };
  expect(() => replaceSecrets(secretMarker("GONE"), missing)).toThrow("no GONE");
});
