import { LIMITS } from "@cordboard/contract";
import { z } from "zod";
import { id, json, jsonObject } from "./common.ts";

/** Field names and shapes of the hosted service (reference/phlo.md section 12), so that its SDKs work by changing the host. */
export const phloError = z.strictObject({ api_id: z.string(), error: z.string() }).meta({ id: "PhloError" });
export const phloPayload = jsonObject;
/** Keys beside `to` and `variables` are payload fields too. */
export const phloTriggerBody = z
  .object({
    to: z.union([z.string().max(256), z.array(z.string().max(256)).min(1).max(LIMITS.batchRuns)]).optional(),
    variables: jsonObject.optional(),
  })
  .catchall(json)
  .meta({ id: "PhloTrigger" });
export const phloRun = z.strictObject({ api_id: id, phlo_id: id, message: z.string() }).meta({ id: "PhloRun" });
export const phloDetails = z
  .strictObject({ api_id: z.string(), phlo_id: id, name: z.string(), created_on: z.string() })
  .meta({ id: "PhloDetails" });
export const phloRunDetails = z
  .strictObject({
    api_id: z.string(),
    phlo_id: id,
    phlo_run_id: id,
    status: z.string(),
    call_uuids: z.array(z.string()),
    message_uuids: z.array(z.string()),
    recording_ids: z.array(z.string()),
  })
  .meta({ id: "PhloRunDetails" });
/** Keys that we don't know are left aside: SDKs send some of their own. */
export const phloSteer = z
  .object({
    action: z.string().max(64),
    to: z.string().max(256).optional(),
    role: z.enum(["agent", "customer", "supervisor"]).optional(),
    trigger_source: z.string().max(256).optional(),
  })
  .meta({ id: "PhloSteer" });
export const phloSteered = z.strictObject({ api_id: z.string(), error: z.string() }).meta({ id: "PhloSteered" });
export const phloNode = z
  .strictObject({ api_id: z.string(), node_id: z.string(), phlo_id: id, name: z.string(), node_type: z.string(), created_on: z.string() })
  .meta({ id: "PhloNode" });
export const phloTriggered = z
  .strictObject({
    request_uuid: id,
    phlo_id: id,
    api_id: z.string(),
    /** Several numbers: a run each. One that was refused has no id, and says why. */
    runs: z.array(z.strictObject({ request_uuid: id.nullable(), to: z.string(), error: z.string().optional() })).optional(),
  })
  .meta({ id: "PhloTriggered" });
