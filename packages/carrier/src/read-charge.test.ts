import { expect, it } from "vitest";
import { readCharges } from "./read-charge.ts";

it("reads what a call, its second leg and a text cost", () => {
  expect(readCharges({ CallUUID: "c", TotalCost: "0.00850", DialBLegUUID: "b", DialBLegTotalCost: "0.1" })).toEqual([
    { subject: "c", micros: 8_500 },
    { subject: "b", micros: 100_000 },
  ]);
  expect(readCharges({ MessageUUID: "m", TotalAmount: "0.00140" })).toEqual([{ subject: "m", micros: 1_400 }]);
});

it.each(["", "0", "0.00000", "-1", "1e9", "NaN", "9999999999"])("takes %j for nothing", (TotalCost) => {
  expect(readCharges({ CallUUID: "c", TotalCost })).toEqual([]);
});
