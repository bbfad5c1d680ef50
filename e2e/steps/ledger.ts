import type { LedgerRow, MessageView } from "@cordboard/simulator";
import type { Product } from "./product.ts";

/** What the carrier was asked for, in order: `call +1…`, `text +1…: words`, whatever became of it. */
export async function asked(product: Product, after = 0): Promise<string[]> {
  const { rows } = await product.sim<{ rows: LedgerRow[] }>("GET", `/ledger?after=${after}`);
  return rows.flatMap((row) => {
    if (row.method !== "POST") return [];
    const body = fieldsOf(row.body);
    if (row.path.endsWith("/Call/")) return [`call +${body["to"]}`];
    return row.path.endsWith("/Message/") ? [`text +${body["dst"]}: ${body["text"]}`] : [];
  });
}

export async function lastRow(product: Product): Promise<number> {
  const { rows } = await product.sim<{ rows: LedgerRow[] }>("GET", "/ledger");
  return rows.at(-1)?.seq ?? 0;
}

export async function texts(product: Product, to: string): Promise<MessageView[]> {
  const { messages } = await product.sim<{ messages: MessageView[] }>("GET", "/messages");
  return messages.filter((one) => one.direction === "outbound" && one.to === to);
}

function fieldsOf(body: unknown): Record<string, string> {
  if (typeof body !== "object" || body === null) return {};
  return Object.fromEntries(Object.entries(body).map(([name, value]) => [name, String(value).replace(/^\+/, "")]));
}
