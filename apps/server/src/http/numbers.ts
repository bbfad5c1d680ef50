import type { AccountNumber, AssignNumber } from "@cordboard/api";
import { carrierUrls } from "@cordboard/carrier";
import { PlivoError, type RentedNumber, parseDestination, toE164 } from "@cordboard/plivo";
import { connectNumber } from "../carrier/connect-number.ts";
import { TRY_NUMBER } from "../runtime/try-runs.ts";
import type { NumberRecord } from "../store/catalog-store.ts";
import { defined } from "./defined.ts";
import type { Deps } from "./deps.ts";
import type { Some } from "./handler.ts";
import { refuse } from "./problem.ts";

/** The carrier's own page size. */
const CARRIER_PAGE = 20;

/** Numbers of the carrier's account, and the flows they reach. */
export function numberHandlers(deps: Deps): Some<"listNumbers" | "assignNumber"> {
  const { catalog, carrier, oneAtATime } = deps;
  return {
    listNumbers: async ({ query }) => {
      const offset = offsetOf(query.cursor);
      const limit = Math.min(query.limit, CARRIER_PAGE);
      const [page, assigned] = await Promise.all([carrier.numbers.list({ limit, offset }), catalog.numbers()]);
      const known = new Map(assigned.map((record) => [record.number, record]));
      const own = page.items.filter(({ number }) => number !== TRY_NUMBER);
      const items = own.map((rented) => numberView(rented, known.get(rented.number) ?? null));
      return { items, next: page.nextOffset === null ? null : String(page.nextOffset) };
    },
    assignNumber: async ({ params, body, audit }) => {
      const rented = await rentedNumber(deps, params["e164"] ?? "");
      const change = await flowsOf(deps, body);
      const urls = carrierUrls(deps.settings.publicUrl);
      const { fallbackUrl } = deps.settings;
      const record = await connectNumber(
        { carrier, catalog, urls, fallbackUrl, oneAtATime },
        rented,
        await catalog.putNumber(rented.number, change),
      );
      audit({ target: rented.number, details: { voiceFlowId: record.voiceFlowId, messageFlowId: record.messageFlowId } });
      return numberView({ ...rented, appId: record.applicationId }, record);
    },
  };
}

async function rentedNumber({ carrier }: Deps, raw: string): Promise<RentedNumber> {
  const number = parseDestination(raw)?.value ?? toE164(raw);
  try {
    return await carrier.numbers.get(number);
  } catch (error) {
    if (error instanceof PlivoError && (error.code === "not_found" || error.code === "invalid_request"))
      throw refuse("number_not_found", `The account has no number ${raw.slice(0, 40)}; rent it at the carrier first.`);
    throw error;
  }
}

async function flowsOf({ catalog }: Deps, body: AssignNumber): Promise<{ voiceFlowId?: string | null; messageFlowId?: string | null }> {
  const { flowId, voiceFlowId, messageFlowId } = body;
  for (const id of [flowId, voiceFlowId, messageFlowId])
    if (typeof id === "string" && !(await catalog.flow(id)))
      throw refuse("flow_not_found", "There is no such flow; it may have been deleted.");
  if (flowId !== undefined) return { voiceFlowId: flowId, messageFlowId: flowId };
  return defined({ voiceFlowId, messageFlowId });
}

function numberView(rented: RentedNumber, record: NumberRecord | null): AccountNumber {
  return {
    number: rented.number,
    alias: rented.alias ?? "",
    type: rented.type ?? "",
    country: rented.region ?? "",
    voice: rented.voice,
    sms: rented.sms,
    mms: rented.mms,
    voiceFlowId: record?.voiceFlowId ?? null,
    messageFlowId: record?.messageFlowId ?? null,
    applicationId: record?.applicationId ?? null,
    applicationAtCarrier: rented.appId,
    connected: record !== null && record.applicationId !== null && rented.appId === record.applicationId,
  };
}

function offsetOf(cursor: string | undefined): number {
  if (cursor === undefined) return 0;
  if (!/^\d{1,6}$/.test(cursor)) throw refuse("bad_cursor", "The cursor does not come from this list; begin again without one.");
  return Number(cursor);
}
