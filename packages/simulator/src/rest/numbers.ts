import type { RentedNumber } from "../state/account.ts";
import type { World } from "../world.ts";
import { readFields, text } from "./fields.ts";
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
    (number) => number.key.startsWith(prefix) && equals(query, "alias", number.alias) && equals(query, "type", wireType(number)),
  );
  const page = paged(wanted, query, `/v1/Account/${world.account.authId}/Number/`);
  return { status: 200, body: { meta: page.meta, objects: page.objects.map((number) => objectOf(world, number)) } };
};

/** Joins the number to an application; an empty `app_id` parts them. */
export const updateNumber: RestHandler = (context) => {
  const number = rented(context);
  const { app_id: appId, alias } = readFields({ app_id: text.optional(), alias: text.optional() }, context.body);
  if (appId !== undefined && appId !== "" && !context.world.account.applications.has(appId)) {
    throw new RestError(400, "app_id parameter is invalid: there is no such application");
  }
  if (appId !== undefined) number.appId = appId === "" ? null : appId;
  if (alias !== undefined) number.alias = alias;
  return { status: 202, body: { message: "changed" } };
};

export const unrentNumber: RestHandler = (context) => {
  context.world.account.numbers.delete(rented(context).key);
  return { status: 204 };
};

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
    cnam_lookup: "disabled",
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
