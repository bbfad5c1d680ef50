import { Plus, Trash2 } from "lucide-react";
import { Button, IconButton, Input, Table, Td, Th, Thead, Tr } from "../../ui/index.ts";
import { NEW_PRICE, type PriceDraft } from "./sending-draft.ts";

const AMOUNTS = [
  { key: "perMinute", label: "A minute of a call" },
  { key: "perText", label: "A part of a text" },
] as const;

/** What the carrier charges, by the beginning of the number. */
export function PricesTable({ prices, onChange }: { prices: PriceDraft[]; onChange: (prices: PriceDraft[]) => void }) {
  const change = (at: number, part: Partial<PriceDraft>) => onChange(prices.map((one, i) => (i === at ? { ...one, ...part } : one)));
  return (
    <div className="flex flex-col gap-2">
      {prices.length > 0 && (
        <Table label="Prices">
          <Thead>
            <Th>Numbers that begin with</Th>
            {AMOUNTS.map(({ key, label }) => (
              <Th key={key} className="w-40">
                {label}
              </Th>
            ))}
            <Th className="w-10">
              <span className="sr-only">Actions</span>
            </Th>
          </Thead>
          <tbody>
            {prices.map((price, at) => (
              <Tr key={at}>
                <Td>
                  <Input
                    aria-label="Beginning of numbers"
                    value={price.prefix}
                    placeholder="+44, or + for all others"
                    onChange={(event) => change(at, { prefix: event.target.value })}
                  />
                </Td>
                {AMOUNTS.map(({ key, label }) => (
                  <Td key={key}>
                    <Input
                      aria-label={`${price.prefix || "Numbers"}: ${label.toLowerCase()}`}
                      inputMode="decimal"
                      value={price[key]}
                      placeholder="–"
                      onChange={(event) => change(at, { [key]: event.target.value })}
                    />
                  </Td>
                ))}
                <Td>
                  <IconButton
                    size="sm"
                    label={`Remove the price of ${price.prefix || "these numbers"}`}
                    icon={<Trash2 size={14} />}
                    onClick={() => onChange(prices.filter((_, i) => i !== at))}
                  />
                </Td>
              </Tr>
            ))}
          </tbody>
        </Table>
      )}
      <div className="flex items-center gap-3">
        <Button size="sm" icon={<Plus size={14} />} onClick={() => onChange([...prices, NEW_PRICE])}>
          Price
        </Button>
        <p className="text-xs text-muted">
          What your carrier charges. It counts for the limits until the carrier has said what it charged; the longest beginning that fits is
          taken.
        </p>
      </div>
    </div>
  );
}
