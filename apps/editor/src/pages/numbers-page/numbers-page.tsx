import { useQuery } from "@tanstack/react-query";
import { Hash } from "lucide-react";
import { useState } from "react";
import { systemQuery } from "../../api/account.ts";
import { flowsQuery } from "../../api/flows.ts";
import { numbersQuery } from "../../api/numbers.ts";
import { Loaded } from "../../app/loaded.tsx";
import { SearchField } from "../../app/search-field.tsx";
import { phone } from "../../app/format/phone.ts";
import { EmptyState, Page, PageHeader, Table, Th, Thead } from "../../ui/index.ts";
import { NumberRow } from "./number-row.tsx";

export function NumbersPage() {
  const numbers = useQuery(numbersQuery());
  const flows = useQuery(flowsQuery());
  const system = useQuery(systemQuery());
  const [text, setText] = useState("");
  const digits = text.replace(/\D/g, "");
  const isSimulator = system.data?.carrier === "simulator";
  return (
    <Page wide>
      <PageHeader
        title="Numbers"
        description={
          isSimulator
            ? "Numbers of the built-in simulator. Call and text them with the on-screen phone."
            : "Numbers of your carrier’s account."
        }
        actions={(numbers.data?.items.length ?? 0) > 5 && <SearchField value={text} onChange={setText} label="Search numbers" />}
      />
      <Loaded query={numbers}>
        {({ items }) =>
          items.length === 0 ? (
            <NoNumbers simulator={isSimulator} />
          ) : (
            <Table label="Numbers">
              <Thead>
                <Th>Number</Th>
                <Th className="max-md:hidden">Kind</Th>
                <Th className="w-[26%]">Calls go to</Th>
                <Th className="w-[26%]">Texts go to</Th>
                <Th className="w-36 max-sm:hidden">Carrier</Th>
              </Thead>
              <tbody>
                {items
                  .filter((item) => digits === "" || phone(item.number).replace(/\D/g, "").includes(digits))
                  .map((item) => (
                    <NumberRow key={item.number} number={item} flows={flows.data?.items ?? []} />
                  ))}
              </tbody>
            </Table>
          )
        }
      </Loaded>
    </Page>
  );
}

function NoNumbers({ simulator }: { simulator: boolean }) {
  return (
    <EmptyState icon={<Hash size={20} />} title="The account has no numbers">
      {simulator
        ? "The simulator was started without any. POST one to /sim/numbers, or start Cordboard again with an empty data folder."
        : "Rent a number in your carrier’s console. It appears here as soon as the carrier lists it."}
    </EmptyState>
  );
}
