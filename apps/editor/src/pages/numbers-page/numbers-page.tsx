import { useQuery } from "@tanstack/react-query";
import { Hash, SearchX } from "lucide-react";
import { useSearchParams } from "wouter";
import { systemQuery } from "../../api/account.ts";
import { flowsQuery, type Flow } from "../../api/flows.ts";
import { numbersQuery, type AccountNumber } from "../../api/numbers.ts";
import { Loaded } from "../../app/loaded.tsx";
import { useRowKeys } from "../../app/row-keys.ts";
import { SearchField } from "../../app/search-field.tsx";
import { useSearchText } from "../../app/use-search-text.ts";
import { Button, EmptyState, Page, PageHeader, Select, Table, Th, Thead } from "../../ui/index.ts";
import { findNumbers, isUse, USE_LABELS, USES } from "./find-numbers.ts";
import { ForFlow } from "./for-flow.tsx";
import { NumberRow } from "./number-row.tsx";

const ANY = "any";

export function NumbersPage() {
  const numbers = useQuery(numbersQuery());
  const flows = useQuery(flowsQuery()).data?.items ?? [];
  const system = useQuery(systemQuery());
  const [text, setText] = useSearchText();
  const [search, setSearch] = useSearchParams();
  const asked = search.get("use");
  const use = isUse(asked) ? asked : null;
  const isSimulator = system.data?.carrier === "simulator";
  const wishing = flows.find(({ id }) => id === search.get("flow"));
  const setUse = (next: string) =>
    setSearch({ ...(text && { text }), ...(next !== ANY && { use: next }), ...(wishing && { flow: wishing.id }) }, { replace: true });
  return (
    <Page>
      <PageHeader
        title="Numbers"
        description={
          isSimulator
            ? "Numbers of the built-in simulator. Call and text them with the on-screen phone."
            : "Numbers of your carrier’s account."
        }
        actions={
          (numbers.data?.items.length ?? 0) > 5 && (
            <>
              <SearchField value={text} onChange={setText} label="Number or flow" />
              <Select
                className="w-36! max-sm:w-32!"
                label="Use"
                value={use ?? ANY}
                onValueChange={setUse}
                options={[{ value: ANY, label: "Any use" }, ...USES.map((value) => ({ value, label: USE_LABELS[value] }))]}
              />
            </>
          )
        }
      />
      <Loaded query={numbers}>
        {({ items }) => {
          if (items.length === 0) return <NoNumbers simulator={isSimulator} />;
          const found = findNumbers(items, flows, text, use);
          return (
            <>
              {wishing && <ForFlow flow={wishing} numbers={items} flows={flows} simulator={isSimulator} />}
              {found.length > 0 ? (
                <NumbersTable numbers={found} flows={flows} />
              ) : (
                <NothingFound onClear={() => setSearch({}, { replace: true })} />
              )}
            </>
          );
        }}
      </Loaded>
    </Page>
  );
}

function NumbersTable({ numbers, flows }: { numbers: AccountNumber[]; flows: Flow[] }) {
  const rowKeys = useRowKeys();
  return (
    <div ref={rowKeys}>
      <Table label="Numbers">
        <Thead>
          <Th>Number</Th>
          <Th className="max-md:hidden">Kind</Th>
          <Th className="w-[26%]">Calls go to</Th>
          <Th className="w-[26%]">Texts go to</Th>
          <Th className="w-36 max-sm:hidden">Carrier</Th>
        </Thead>
        <tbody>
          {numbers.map((number) => (
            <NumberRow key={number.number} number={number} flows={flows} />
          ))}
        </tbody>
      </Table>
    </div>
  );
}

function NothingFound({ onClear }: { onClear: () => void }) {
  return (
    <EmptyState icon={<SearchX size={20} />} title="No number matches" action={<Button onClick={onClear}>Show all numbers</Button>}>
      None has these digits or leads to a flow of that name.
    </EmptyState>
  );
}

function NoNumbers({ simulator }: { simulator: boolean }) {
  return (
    <EmptyState icon={<Hash size={20} />} title="The account has no numbers">
      {simulator
        ? "The simulator has none. Started with an empty data folder, Cordboard gives it some; programs add one by POST /sim/numbers."
        : "Rent a number in your carrier’s console. It appears here as soon as the carrier lists it."}
    </EmptyState>
  );
}
