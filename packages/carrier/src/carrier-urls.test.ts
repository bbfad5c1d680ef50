import { expect, it } from "vitest";
import { carrierUrls } from "./carrier-urls.ts";

it("an id from a variable makes an address whatever stands in it", () => {
  const urls = carrierUrls("https://flows.example.com");
  for (const name of ["\uD800", "a/../b", "é 😀", "?x=1#y"]) {
    expect(new URL(urls.document("token", name)).pathname).toMatch(/^\/carrier\/voice\/s\/token\/document\/[^/]+$/);
  }
});
