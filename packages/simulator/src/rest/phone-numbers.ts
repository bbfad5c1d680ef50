import { addressKey } from "../state/addresses.ts";
import { type InventoryNumber, inventoryNumber, inventoryOf } from "../state/inventory.ts";
import type { World } from "../world.ts";
import { flag, readFields, text } from "./fields.ts";
import { paged } from "./paging.ts";
import { RestError, type RestHandler, notFound } from "./request.ts";

/** What the carrier rents out, by the filters of plivo-platform 4.4; what is rented already is not on offer. */
export const searchNumbers: RestHandler = ({ world, query }) => {
  const country = query.get("country_iso");
  if (!country) throw new RestError(400, "country_iso parameter is missing");
  const all = inventoryOf(country);
  if (!all) throw new RestError(400, "country_iso parameter is invalid");
  const is = (name: string, value: string | null): boolean => {
    const raw = query.get(name);
    return raw === null || raw === "" || raw.toLowerCase() === (value ?? "").toLowerCase();
  };
  const begins = (name: string, value: string): boolean => value.startsWith(query.get(name) ?? "");
  const national = (number: InventoryNumber): string => number.number.slice(number.number.indexOf(number.prefix));
  const services = (query.get("services") ?? "").split(",").filter((service) => service !== "");
  if (services.some((service) => !["voice", "sms", "mms"].includes(service))) throw new RestError(400, "services parameter is invalid");
  const wanted = all.filter(
    (number) =>
      !world.account.rented(number.number) &&
      is("type", number.type) &&
      begins("pattern", national(number)) &&
      begins("npanxx", national(number)) &&
      is("region", number.region) &&
      is("city", number.city) &&
      is("rate_center", number.rateCenter) &&
      is("lata", number.lata === null ? "" : String(number.lata)) &&
      is("local_calling_area", number.prefix) &&
      services.every((service) => able(number)[service === "voice" ? "voice" : service === "sms" ? "sms" : "mms"]),
  );
  const { meta, objects } = paged(wanted, query, `/v1/Account/${world.account.authId}/PhoneNumber/`);
  return { status: 200, body: { meta, objects: objects.map((number) => objectOf(world, number)) } };
};

/** Rents a number of the inventory; `pending` where the country asks for documents, until a compliance application is named. */
export const rentNumber: RestHandler = ({ world, params, body }) => {
  const key = addressKey(params["number"] ?? "");
  const number = inventoryNumber(key);
  if (!number || world.account.rented(key)) throw notFound();
  const fields = readFields(
    { app_id: text.optional(), cnam_lookup: text.optional(), ha_enable: flag.optional(), compliance_application_id: text.optional() },
    body,
  );
  if (fields.app_id && !world.account.applications.has(fields.app_id))
    throw new RestError(400, "app_id parameter is invalid: there is no such application");
  const papers = restricted(number) && fields.compliance_application_id === undefined;
  if (!papers) {
    const { voice, sms, mms } = able(number);
    world.account.numbers.set(key, {
      key,
      type: number.type === "tollfree" ? "tollfree" : number.type === "mobile" ? "mobile" : "local",
      voice,
      sms,
      mms,
      alias: "",
      appId: fields.app_id || null,
      addedOn: world.time.iso().slice(0, 10),
      cnamLookup: fields.cnam_lookup ?? "disabled",
    });
  }
  return {
    status: 201,
    body: {
      message: "created",
      status: papers ? "pending" : "fulfilled",
      numbers: [{ number: key, status: papers ? "pending" : "Success" }],
    },
  };
};

function able({ countryIso, type }: InventoryNumber): { voice: boolean; sms: boolean; mms: boolean } {
  const northAmerica = countryIso === "US" || countryIso === "CA";
  return { voice: true, sms: northAmerica || type === "mobile", mms: northAmerica };
}

/** Numbers of these kinds are handed out against documents only. */
function restricted({ countryIso }: InventoryNumber): boolean {
  return countryIso === "DE" || countryIso === "IN";
}

/** The inventory object (plivo-platform 4.4). */
function objectOf(world: World, number: InventoryNumber): Record<string, unknown> {
  const { voice, sms, mms } = able(number);
  const papers = restricted(number);
  return {
    city: number.city,
    country: number.country,
    lata: number.lata,
    mms_enabled: mms,
    mms_rate: "0.01600",
    monthly_rental_rate: "0.50000",
    number: number.number,
    prefix: number.prefix,
    rate_center: number.rateCenter,
    region: number.region,
    resource_uri: `/v1/Account/${world.account.authId}/PhoneNumber/${number.number}/`,
    restriction: papers ? "documents" : null,
    restriction_text: papers ? "A compliance application is needed." : null,
    setup_rate: "0.00000",
    sms_enabled: sms,
    sms_rate: "0.00550",
    sub_type: number.type,
    type: number.type === "local" ? "fixed" : number.type,
    voice_enabled: voice,
    voice_rate: "0.00850",
  };
}
