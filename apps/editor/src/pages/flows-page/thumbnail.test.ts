import type { FlowDocument } from "@cordboard/flow";
import { expect, test } from "vitest";
import { thumbnail } from "./thumbnail.ts";

const document = (over: Partial<FlowDocument>): FlowDocument => ({
  format: "cordboard/flow@1",
  name: "",
  description: "",
  language: "en-US",
  nodes: [],
  edges: [],
  variables: [],
  notes: [],
  tests: [],
  layout: {},
  ...over,
});
const node = (id: string, type: string) => ({ id, type, name: id, config: {} });

test("cards stand where the layout has them, in the colour of their group", () => {
  const { cards } = thumbnail(
    document({
      nodes: [node("s", "start"), node("p", "play_audio"), node("x", "from_the_future")],
      layout: { s: { x: 0, y: 0 }, p: { x: 400, y: 90 } },
    }),
  );
  expect(cards.map(({ id, x, y, group }) => [id, x, y, group])).toEqual([
    ["s", 0, 0, "start"],
    ["p", 400, 90, "input"],
    ["x", 640, 0, "control"],
  ]);
});

test("two cords between the same cards are one line, a cord to nowhere none", () => {
  const { cords } = thumbnail(
    document({
      nodes: [node("s", "start"), node("p", "play_audio")],
      edges: [
        { from: "s", exit: "incoming_call", to: "p" },
        { from: "s", exit: "incoming_message", to: "p" },
        { from: "p", exit: "completed", to: "gone" },
      ],
    }),
  );
  expect(cords).toHaveLength(1);
});

test("everything is within the picture, and a small flow isn't blown up", () => {
  const [x = 0, y = 0, width = 0, height = 0] = thumbnail(document({ nodes: [node("s", "start")], layout: { s: { x: -500, y: 900 } } }))
    .viewBox.split(" ")
    .map(Number);
  expect(x).toBeLessThan(-500);
  expect(y + height).toBeGreaterThan(1_050);
  expect(width).toBeGreaterThanOrEqual(900);
});
