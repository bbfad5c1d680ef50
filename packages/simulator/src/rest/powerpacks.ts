import { z } from "zod";
import { addressKey } from "../state/addresses.ts";
import type { RentedNumber } from "../state/account.ts";
import { type Powerpack, kindOf } from "../state/powerpacks.ts";
import type { World } from "../world.ts";
import { flag, readFields, text } from "./fields.ts";
import { equals, paged } from "./paging.ts";
import { type RestContext, RestError, type RestHandler, notFound } from "./request.ts";

const KINDS = ["shortcode", "tollfree", "longcode"] as const;
type Kind = (typeof KINDS)[number];
const kind = z.enum(KINDS);

const FIELDS = {
  sticky_sender: flag.optional(),
  local_connect: flag.optional(),
  application_type: text.optional(),
  application_id: text.optional(),
  number_priority: z.array(z.object({ priority: z.object({ priority1: kind, priority2: kind, priority3: kind }) })).optional(),
};
const name = text.pipe(z.string().min(1).max(100));

function pack({ world, params }: RestContext): Powerpack {
  const found = world.powerpacks.get(params["uuid"] ?? "");
  if (!found) throw notFound();
  return found;
}

export const createPowerpack: RestHandler = ({ world, body }) => {
  const { name: given, ...fields } = readFields({ name, ...FIELDS }, body);
  const made: Powerpack = {
    uuid: world.newId(),
    name: given,
    poolUuid: world.newId(),
    stickySender: true,
    localConnect: true,
    priority: KINDS,
    appId: null,
    numbers: new Map(),
    createdOn: world.time.iso(),
    stuck: new Map(),
    turn: 0,
  };
  change(world, made, fields);
  world.powerpacks.add(made);
  return { status: 201, body: objectOf(world, made) };
};

function change(world: World, of: Powerpack, fields: ReturnType<typeof readFields<typeof FIELDS>>): void {
  const { application_id: appId, number_priority: priority } = fields;
  if (appId && !world.account.applications.has(appId))
    throw new RestError(400, "application_id parameter is invalid: there is no such application");
  if (appId !== undefined) of.appId = appId || null;
  if (fields.application_type === "none") of.appId = null;
  of.stickySender = fields.sticky_sender ?? of.stickySender;
  of.localConnect = fields.local_connect ?? of.localConnect;
  const first = priority?.[0]?.priority;
  if (first) of.priority = [first.priority1, first.priority2, first.priority3];
}

export const getPowerpack: RestHandler = (context) => ({ status: 200, body: objectOf(context.world, pack(context)) });

export const listPowerpacks: RestHandler = ({ world, query }) => {
  const wanted = world.powerpacks.all().filter((one) => equals(query, "name", one.name));
  const { meta, objects } = paged(wanted, query, `/v1/Account/${world.account.authId}/Powerpack/`);
  return { status: 200, body: { meta, objects: objects.map((one) => objectOf(world, one)) } };
};

export const updatePowerpack: RestHandler = (context) => {
  const found = pack(context);
  const { name: given, ...fields } = readFields({ name: name.optional(), ...FIELDS }, context.body);
  change(context.world, found, fields);
  found.name = given ?? found.name;
  return { status: 202, body: objectOf(context.world, found) };
};

export const deletePowerpack: RestHandler = (context) => {
  const found = pack(context);
  const { unrent_numbers: unrent } = readFields(
    { unrent_numbers: flag.optional() },
    { ...context.body, ...Object.fromEntries(context.query) },
  );
  if (unrent) for (const key of found.numbers.keys()) context.world.account.numbers.delete(key);
  context.world.powerpacks.remove(found.uuid);
  return { status: 200, body: { response: "success" } };
};

function pool({ world, params }: RestContext): Powerpack {
  const found = world.powerpacks.byPool(params["pool"] ?? "");
  if (!found) throw notFound();
  return found;
}

function inPool(context: RestContext, wanted: Kind): { found: Powerpack; number: RentedNumber } {
  const found = pool(context);
  const number = context.world.account.rented(addressKey(context.params["number"] ?? ""));
  if (!number || kindOf(number) !== wanted || !found.numbers.has(number.key)) throw notFound();
  return { found, number };
}

/** The pool's numbers of a kind: `Number`, `Tollfree` and `Shortcode` are lists of their own. */
export const listPool =
  (wanted: Kind): RestHandler =>
  (context) => {
    const { world, query } = context;
    const found = pool(context);
    const numbers = [...found.numbers.keys()].flatMap((key) => world.account.rented(key) ?? []);
    const matching = numbers.filter((number) => kindOf(number) === wanted && number.key.startsWith(query.get("starts_with") ?? ""));
    const { meta, objects } = paged(matching, query, poolUri(world, found));
    return {
      status: 200,
      body: { uuid: found.poolUuid, number_pool: poolUri(world, found), meta, objects: objects.map((one) => memberOf(world, found, one)) },
    };
  };

export const getFromPool =
  (wanted: Kind): RestHandler =>
  (context) => {
    const { found, number } = inPool(context, wanted);
    return { status: 200, body: memberOf(context.world, found, number) };
  };

export const addToPool =
  (wanted: Kind): RestHandler =>
  (context) => {
    const { world, params } = context;
    const found = pool(context);
    const number = world.account.rented(addressKey(params["number"] ?? ""));
    if (!number || kindOf(number) !== wanted) throw new RestError(400, "number parameter is invalid: the account rents no such number");
    if (world.powerpacks.of(number)) throw new RestError(400, "number parameter is invalid: it is in a powerpack already");
    found.numbers.set(number.key, world.time.iso());
    return { status: 201, body: { ...memberOf(world, found, number), number_pool: poolUri(world, found) } };
  };

export const removeFromPool =
  (wanted: Kind): RestHandler =>
  (context) => {
    const { found, number } = inPool(context, wanted);
    const { unrent } = readFields({ unrent: flag.optional() }, { ...context.body, ...Object.fromEntries(context.query) });
    found.numbers.delete(number.key);
    if (unrent) context.world.account.numbers.delete(number.key);
    return { status: 200, body: { response: "success" } };
  };

function poolUri(world: World, { poolUuid }: Powerpack): string {
  return `/v1/Account/${world.account.authId}/NumberPool/${poolUuid}/`;
}

function memberOf(world: World, { poolUuid, numbers }: Powerpack, number: RentedNumber): Record<string, unknown> {
  const sort = kindOf(number);
  return {
    account_phone_number_resource: `/v1/Account/${world.account.authId}/Number/${number.key}/`,
    added_on: numbers.get(number.key) ?? null,
    country_iso2: number.key.startsWith("1") || sort === "shortcode" ? "US" : "",
    number_pool_uuid: poolUuid,
    type: "fixed",
    number: number.key,
    ...(sort === "shortcode" && { shortcode: number.key }),
    ...(sort === "tollfree" && { tollfree: number.key }),
  };
}

function objectOf(world: World, one: Powerpack): Record<string, unknown> {
  const [priority1, priority2, priority3] = one.priority;
  return {
    application_id: one.appId ?? "",
    application_type: one.appId === null ? "none" : "XML",
    created_on: one.createdOn,
    local_connect: one.localConnect,
    name: one.name,
    number_pool: poolUri(world, one),
    number_priority: [{ service_type: "sms", country_iso: "US", priority: { priority1, priority2, priority3 } }],
    sticky_sender: one.stickySender,
    uuid: one.uuid,
  };
}
