import { expect, test } from "vitest";
import { createKeySender } from "./key-sender.ts";

test("keys pressed during a request go together with the next one, in order", async () => {
  const sent: string[] = [];
  const open: (() => void)[] = [];
  const press = createKeySender((callUuid, digits) => {
    sent.push(`${callUuid}:${digits}`);
    return new Promise<void>((done) => open.push(done));
  });
  for (const key of ["4", "2", "#"]) press("a", key);
  press("b", "1");
  expect(sent).toEqual(["a:4", "b:1"]);
  open[0]?.();
  await Promise.resolve();
  await Promise.resolve();
  expect(sent).toEqual(["a:4", "b:1", "a:2#"]);
  open[2]?.();
  await Promise.resolve();
  await Promise.resolve();
  press("a", "9");
  expect(sent.at(-1)).toBe("a:9");
});
