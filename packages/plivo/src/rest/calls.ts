import { z } from "zod";
import { type CallRecord, type CreatedCall, type LiveCall, callRecord, created, liveCall, recordingStarted } from "./call-answers.ts";
import {
  CREATE_NAMES,
  type CallFilter,
  type CreateCall,
  FILTER_NAMES,
  RECORD_NAMES,
  type RecordCall,
  TRANSFER_NAMES,
  type TransferCall,
} from "./call-fields.ts";
import { invalidRequest } from "./plivo-error.ts";
import type { Send } from "./transport.ts";
import {
  type Acknowledgement,
  type Page,
  acknowledgement,
  oneDestination,
  pageOf,
  readAnswer,
  toQuery,
  toWire,
  webAddress,
} from "./wire.ts";

export type OpenStatus = "live" | "queued";

export interface CallsApi {
  /** Places one call. `requestUuid` equals the CallUUID of its webhooks. */
  create: (call: CreateCall) => Promise<CreatedCall>;
  /** The record of a call that is over; `not_found` while it lasts. */
  get: (callUuid: string) => Promise<CallRecord>;
  /** Finished calls, newest first; the carrier looks seven days back. */
  list: (filter?: CallFilter) => Promise<Page<CallRecord>>;
  /** A call that lasts, or with `queued` one that was not begun yet; `not_found` once it is something else. */
  live: (callUuid: string, status?: OpenStatus) => Promise<LiveCall>;
  /** CallUUIDs of all calls that last, or that are still queued. */
  liveUuids: (status?: OpenStatus) => Promise<string[]>;
  /** Replaces the document of a live call by the one at the URL. */
  transfer: (callUuid: string, to: TransferCall) => Promise<Acknowledgement>;
  hangup: (callUuid: string) => Promise<void>;
  /** Withdraws a call that was not answered yet. */
  cancelRequest: (requestUuid: string) => Promise<void>;
  record: (callUuid: string, options?: RecordCall) => Promise<{ recordingId: string; url: string; apiId: string | null }>;
  stopRecording: (callUuid: string) => Promise<void>;
}

export function callsApi(send: Send): CallsApi {
  return {
    async create(call) {
      const body = { ...toWire(call, CREATE_NAMES), from: oneDestination("from", call.from), to: oneDestination("to", call.to) };
      if (body.from === body.to) throw invalidRequest('"from" and "to" must differ.');
      for (const field of ["answerUrl", "ringUrl", "hangupUrl", "fallbackUrl", "machineDetectionUrl"] as const)
        webAddress(field, call[field]);
      const sipHeaders = call.sipHeaders && { sip_headers: sipHeaderText(call.sipHeaders) };
      return readAnswer(await send({ method: "POST", path: ["Call"], body: { ...body, ...sipHeaders } }), created);
    },
    async get(callUuid) {
      return readAnswer(await send({ method: "GET", path: ["Call", callUuid] }), callRecord);
    },
    async list(filter = {}) {
      return readAnswer(await send({ method: "GET", path: ["Call"], query: toQuery(filter, FILTER_NAMES) }), pageOf(callRecord));
    },
    async live(callUuid, status = "live") {
      return readAnswer(await send({ method: "GET", path: ["Call", callUuid], query: { status } }), liveCall);
    },
    async liveUuids(status = "live") {
      return readAnswer(await send({ method: "GET", path: ["Call"], query: { status } }), z.object({ calls: z.array(z.string()) })).calls;
    },
    async transfer(callUuid, to) {
      if (to.aLegUrl === undefined && to.bLegUrl === undefined) throw invalidRequest("A transfer needs aLegUrl or bLegUrl.");
      webAddress("aLegUrl", to.aLegUrl);
      webAddress("bLegUrl", to.bLegUrl);
      return readAnswer(await send({ method: "POST", path: ["Call", callUuid], body: toWire(to, TRANSFER_NAMES) }), acknowledgement);
    },
    async hangup(callUuid) {
      await send({ method: "DELETE", path: ["Call", callUuid] });
    },
    async cancelRequest(requestUuid) {
      await send({ method: "DELETE", path: ["Request", requestUuid] });
    },
    async record(callUuid, options = {}) {
      webAddress("callbackUrl", options.callbackUrl);
      return readAnswer(
        await send({ method: "POST", path: ["Call", callUuid, "Record"], body: toWire(options, RECORD_NAMES) }),
        recordingStarted,
      );
    },
    async stopRecording(callUuid) {
      await send({ method: "DELETE", path: ["Call", callUuid, "Record"] });
    },
  };
}

function sipHeaderText(headers: Record<string, string>): string {
  const pairs = Object.entries(headers);
  if (pairs.some(([name, value]) => !/^[A-Za-z0-9]+$/.test(name) || !/^[A-Za-z0-9]*$/.test(value))) {
    throw invalidRequest('"sipHeaders" take letters and digits only, in names and values.');
  }
  return pairs.map(([name, value]) => `${name}=${value}`).join(",");
}
