import { z } from "zod";
import type { RentedNumber } from "../state/account.ts";
import type { World } from "../world.ts";
import { addressKey } from "../state/addresses.ts";
import { address, readFields, text } from "./fields.ts";
import { equals, paged } from "./paging.ts";
import { type RestContext, RestError, type RestHandler, notFound } from "./request.ts";

function rented({ world, params }: RestContext): RentedNumber {
  const number = world.account.rented(params["number"] ?? "");
  if (!number) throw notFound();
  return number;
}

export const getNumber: RestHandler = (context) => ({ status: 200, body: objectOf(context.world, rented(context)) });

export const listNumbers: RestHandler = ({ world, query }) => {
  const prefix = query.get("number_startswith") ?? "";
  const wanted = [...world.account.numbers.values()].filter(
    (number) =>
      number.key.startsWith(prefix) &&
      equals(query, "alias", number.alias) &&
      equals(query, "type", wireType(number)) &&
      equals(query, "cnam_lookup", number.cnamLookup) &&
      inServices(number, query.get("services") ?? ""),
  );
  const page = paged(wanted, query, `/v1/Account/${world.account.authId}/Number/`);
  return { status: 200, body: { meta: page.meta, objects: page.objects.map((number) => objectOf(world, number)) } };
};

/** Fields that the simulator takes and has no use for are taken in silence: they change nothing that could be seen. */
const UPDATE = { app_id: text.optional(), alias: text.optional(), cnam_lookup: text.pipe(z.enum(["enabled", "disabled"])).optional() };

/** Numbers of another carrier, brought along. */
export const addOwnNumbers: RestHandler = ({ world, body }) => {
  const fields = readFields({ numbers: address, carrier: text, region: text, app_id: text.optional(), alias: text.optional() }, body);
  const keys = fields.numbers.split(/[<,]/).map(addressKey);
  if (!keys.every((key) => /^\d{7,15}$/.test(key))) throw new RestError(400, "numbers parameter is invalid");
  for (const key of keys) {
    const addedOn = world.time.iso().slice(0, 10);
    const own = {
      key,
      type: "local" as const,
      voice: true,
      sms: true,
      mms: false,
      alias: fields.alias ?? "",
      appId: fields.app_id ?? null,
    };
    world.account.numbers.set(key, { ...own, addedOn, cnamLookup: "disabled" });
  }
  return { status: 202, body: { message: "changed" } };
};

/** Joins the number to an application; an empty `app_id` parts them. */
export const updateNumber: RestHandler = (context) => {
  const number = rented(context);
  const { app_id: appId, alias, cnam_lookup: cnamLookup } = readFields(UPDATE, context.body);
  if (appId !== undefined && appId !== "" && !context.world.account.applications.has(appId)) {
    throw new RestError(400, "app_id parameter is invalid: there is no such application");
  }
  if (appId !== undefined) number.appId = appId === "" ? null : appId;
  if (alias !== undefined) number.alias = alias;
  if (cnamLookup !== undefined) number.cnamLookup = cnamLookup;
  return { status: 202, body: { message: "changed" } };
};

export const unrentNumber: RestHandler = (context) => {
  const { key } = rented(context);
  for (const pack of context.world.powerpacks.all()) pack.numbers.delete(key);
  context.world.account.numbers.delete(key);
  return { status: 204 };
};

/** `voice`, `sms`, `voice,sms`, `mms`: a number must have each that is named. */
function inServices(number: RentedNumber, services: string): boolean {
  const has: Readonly<Record<string, boolean>> = { voice: number.voice, sms: number.sms, mms: number.mms };
  return services.split(",").every((service) => service === "" || has[service] === true);
}

function wireType(number: RentedNumber): string {
  return number.type === "mobile" ? "mobile" : number.type === "tollfree" ? "tollfree" : number.type === "short" ? "shortcode" : "local";
}

/** The rented-number object (plivo-platform 4.4). */
function objectOf(world: World, number: RentedNumber): Record<string, unknown> {
  const account = `/v1/Account/${world.account.authId}`;
  return {
    added_on: number.addedOn,
    alias: number.alias || null,
    application: number.appId === null ? null : `${account}/Application/${number.appId}/`,
    carrier: "Plivo",
    cnam: "",
    cnam_lookup: number.cnamLookup,
    mms_enabled: number.mms,
    mms_rate: "0.01600",
    monthly_rental_rate: "0.50000",
    number: number.key,
    number_type: wireType(number),
    region: "",
    renewal_date: null,
    resource_uri: `${account}/Number/${number.key}/`,
    sms_enabled: number.sms,
    sms_rate: "0.00550",
    sub_account: null,
    voice_enabled: number.voice,
    voice_rate: "0.00850",
  };
}
