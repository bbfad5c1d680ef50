import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Link } from "wouter";
import { flowsQuery } from "../../../api/flows.ts";
import { numbersQuery, type AccountNumber } from "../../../api/numbers.ts";
import { Loaded } from "../../../app/loaded.tsx";
import { countryOf, phone } from "../../../app/format/phone.ts";
import { Button, Combobox, Table, Td, Th, Thead, Tr } from "../../../ui/index.ts";
import { flowChoices } from "../../numbers-page/flow-choices.ts";
import { isFree, usesOf } from "../../numbers-page/assignment.ts";
import { useImportNumbers } from "./use-import-numbers.ts";

/** Numbers of the account that lead to no flow yet, put on one together. */
export function ImportNumbers({ simulator }: { simulator: boolean }) {
  const numbers = useQuery(numbersQuery());
  return (
    <section aria-label="Numbers of the account">
      <h3 className="font-semibold">Numbers of the account</h3>
      <p className="mt-0.5 mb-2 text-muted">
        {simulator ? "Those of the simulator" : "Those you rent at the carrier"} that lead to no flow yet. A number that is put on a flow is
        answered here from then on.{" "}
        <Link href="/numbers" className="underline underline-offset-2">
          All numbers
        </Link>
      </p>
      <Loaded query={numbers}>
        {({ items }) => {
          const free = items.filter(isFree);
          return free.length > 0 ? (
            <ImportForm numbers={free} />
          ) : (
            <p className="rounded-card border border-line bg-surface px-4 py-3 text-muted">
              {items.length > 0
                ? "Every number of the account leads to a flow."
                : "The account has no numbers. Rent one in the carrier’s console; it appears here as soon as the carrier lists it."}
            </p>
          );
        }}
      </Loaded>
    </section>
  );
}

function ImportForm({ numbers }: { numbers: AccountNumber[] }) {
  const flows = useQuery(flowsQuery()).data?.items ?? [];
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [flowId, setFlowId] = useState("");
  const { importAll, busy } = useImportNumbers();
  const wanted = numbers.filter(({ number }) => chosen.has(number));
  const flow = flows.find(({ id }) => id === flowId);
  const toggle = (all: AccountNumber[], on: boolean) =>
    setChosen((before) => {
      const now = new Set(before);
      for (const { number } of all) now[on ? "add" : "delete"](number);
      return now;
    });
  const run = async () => {
    if (!flow) return;
    const left = await importAll(wanted, flow);
    setChosen(new Set(left));
  };
  return (
    <div className="flex flex-col gap-3">
      <Table label="Numbers without a flow" className="max-h-80 overflow-y-auto">
        <Thead>
          <Th className="w-10">
            <input
              type="checkbox"
              aria-label="All numbers"
              className="block accent-brass"
              checked={wanted.length === numbers.length}
              onChange={(event) => toggle(numbers, event.target.checked)}
            />
          </Th>
          <Th>Number</Th>
          <Th>Kind</Th>
          <Th>Takes</Th>
          <Th>Answered now by</Th>
        </Thead>
        <tbody>
          {numbers.map((number) => (
            <Tr key={number.number}>
              <Td>
                <input
                  type="checkbox"
                  aria-label={phone(number.number)}
                  className="block accent-brass"
                  checked={chosen.has(number.number)}
                  onChange={(event) => toggle([number], event.target.checked)}
                />
              </Td>
              <Td>
                <span className="tabular font-medium whitespace-nowrap">{phone(number.number)}</span>
                {number.alias && <span className="ml-2 text-xs text-muted">{number.alias}</span>}
              </Td>
              <Td className="text-muted">{[number.country || countryOf(number.number), number.type].filter(Boolean).join(" ")}</Td>
              <Td className="text-muted">{usesOf(number) || "Nothing"}</Td>
              <Td className={number.applicationAtCarrier ? "text-warning" : "text-muted"}>
                {number.applicationAtCarrier ? "Another application" : "Nobody"}
              </Td>
            </Tr>
          ))}
        </tbody>
      </Table>
      <div className="flex flex-wrap items-center gap-2">
        <div className="w-64">
          <Combobox
            value={flowId}
            options={flowChoices(flows, "voice").filter(({ value }) => value !== "")}
            label="Flow for the chosen numbers"
            placeholder="Choose a flow"
            onValueChange={setFlowId}
          />
        </div>
        <Button variant="primary" disabled={!flow || wanted.length === 0} busy={busy} onClick={() => void run()}>
          {wanted.length < 2 ? "Put the number on it" : `Put ${wanted.length} numbers on it`}
        </Button>
        {wanted.length === 0 && <span className="text-xs text-muted">Choose numbers above first.</span>}
      </div>
    </div>
  );
}
