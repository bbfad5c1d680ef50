import type { CarrierUrls } from "@cordboard/carrier";
import { type PlivoClient, PlivoError, type RentedNumber } from "@cordboard/plivo";
import type { NumberRecord, NumberStore } from "../store/catalog-store.ts";
import type { Stores } from "../store/stores.ts";

export interface ConnectOptions {
  carrier: Pick<PlivoClient, "numbers" | "applications">;
  catalog: Pick<NumberStore, "number" | "putNumber">;
  urls: CarrierUrls;
  /** A static file on another host (docs/operators/fallback.md). Null: our own address is its own fallback. */
  fallbackUrl: string | null;
  /** Two replicas at one number would make two applications. */
  oneAtATime: Stores["oneAtATime"];
}

/**
 * The carrier's side of an assignment: one Application per number, made once and kept; a number without flows is taken
 * off it. Doing it again after a failure half-way mends it. Errors: PlivoError.
 */
export function connectNumber(options: ConnectOptions, rented: RentedNumber, record: NumberRecord): Promise<NumberRecord> {
  return options.oneAtATime(`number ${record.number}`, async () =>
    connect(options, rented, (await options.catalog.number(record.number)) ?? record),
  );
}

async function connect(options: ConnectOptions, rented: RentedNumber, record: NumberRecord): Promise<NumberRecord> {
  const { carrier, catalog, urls, fallbackUrl } = options;
  const { number } = rented;
  let appId = record.applicationId;
  if (record.voiceFlowId === null && record.messageFlowId === null) {
    if (appId === null) return record;
    if (rented.appId === appId) await carrier.numbers.update(number, { appId: null });
    await unlessGone(() => carrier.applications.remove(record.applicationId ?? ""));
    return catalog.putNumber(number, { applicationId: null });
  }
  const at = urls.number(record.token);
  const fields = {
    answerUrl: at.answer,
    answerMethod: "POST",
    fallbackUrl: fallbackUrl ?? at.fallback,
    // Hosts of files seldom take a POST.
    fallbackMethod: fallbackUrl === null ? "POST" : "GET",
    hangupUrl: at.hangup,
    hangupMethod: "POST",
    messageUrl: at.message,
    messageMethod: "POST",
  } as const;
  const known = appId;
  // Somebody may have removed the application at the carrier.
  if (known !== null && !(await unlessGone(() => carrier.applications.update(known, fields)))) appId = null;
  if (appId === null) {
    const name = `cordboard-${number.replace(/\D/g, "")}-${record.token.slice(0, 8)}`;
    ({ appId } = await carrier.applications.create({ ...fields, name }));
    await catalog.putNumber(number, { applicationId: appId });
  }
  if (rented.appId !== appId) await carrier.numbers.update(number, { appId });
  return { ...record, applicationId: appId };
}

/** False: the carrier doesn't know it any more. */
async function unlessGone(work: () => Promise<unknown>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    if (error instanceof PlivoError && error.code === "not_found") return false;
    throw error;
  }
}
