import { LIMITS } from "@cordboard/contract";
import * as schema from "../schemas/phlo.ts";
import { defineRoutes } from "../route.ts";

const tag = "PHLO-compatible";
const about = "Takes a trailing slash or none, ignores the query, answers errors as `{api_id, error}`.";

export const phloRoutes = defineRoutes({
  phloRun: {
    method: "POST",
    path: "/v1/account/:accountId/phlo/:flowId",
    tag,
    access: "account",
    summary: "Run a flow with the body as its payload.",
    about,
    body: schema.phloPayload,
    bodyBytes: LIMITS.runContextBytes,
    answer: { status: 201, schema: schema.phloRun },
  },
  phloDetails: {
    method: "GET",
    path: "/v1/phlo/:flowId",
    tag,
    access: "account",
    summary: "A flow's particulars.",
    about,
    answer: { status: 200, schema: schema.phloDetails },
  },
  phloRunDetails: {
    method: "GET",
    path: "/v1/phlo/:flowId/runs/:runId",
    tag,
    access: "account",
    summary: "What a run has done so far.",
    about,
    answer: { status: 200, schema: schema.phloRunDetails },
  },
  phloPartyNode: {
    method: "GET",
    path: "/v1/phlo/:flowId/multi_party_call/:nodeId",
    tag,
    access: "account",
    summary: "A multi-party call node's particulars.",
    about,
    answer: { status: 200, schema: schema.phloNode },
  },
  phloPartyTrigger: {
    method: "POST",
    path: "/v1/phlo/:flowId/multi_party_call/:nodeId",
    tag,
    access: "account",
    summary: "Call somebody into a live multi-party call, or hand it over: call, warm_transfer, cold_transfer.",
    about: `${about} With several live calls of the node, trigger_source says which one is meant.`,
    body: schema.phloSteer,
    answer: { status: 201, schema: schema.phloSteered },
  },
  phloPartyMember: {
    method: "POST",
    path: "/v1/phlo/:flowId/multi_party_call/:nodeId/members/:address",
    tag,
    access: "account",
    summary: "Hold, unhold, mute, unmute, voicemail_drop, resume_call, abort_transfer or hangup, for a member by number.",
    about,
    body: schema.phloSteer,
    answer: { status: 201, schema: schema.phloSteered },
  },
  phloConferenceMember: {
    method: "POST",
    path: "/v1/phlo/:flowId/conference_bridge/:nodeId/members/:address",
    tag,
    access: "account",
    summary: "Mute, unmute or hang up a member of a live conference, by number.",
    about,
    body: schema.phloSteer,
    answer: { status: 201, schema: schema.phloSteered },
  },
  phloTrigger: {
    method: "POST",
    path: "/phlo/:flowId/run",
    tag,
    access: "operate",
    summary: "Run a flow, with a Bearer key.",
    about: "`variables` and the other keys both fill `Start.http.params`; several numbers in `to` make a run each.",
    body: schema.phloTriggerBody,
    bodyBytes: LIMITS.runContextBytes,
    answer: { status: 201, schema: schema.phloTriggered },
  },
});
