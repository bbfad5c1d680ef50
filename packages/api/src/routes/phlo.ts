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
