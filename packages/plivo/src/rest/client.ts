import { type AccountApi, accountApi } from "./account.ts";
import { type ApplicationsApi, applicationsApi } from "./applications.ts";
import { type CallsApi, callsApi } from "./calls.ts";
import { type MessagesApi, messagesApi } from "./messages.ts";
import { type NumbersApi, numbersApi } from "./numbers.ts";
import { type RecordingsApi, recordingsApi } from "./recordings.ts";
import { type RoomsApi, roomsApi } from "./rooms.ts";
import { type ClientOptions, createSend } from "./transport.ts";

export interface PlivoClient {
  account: AccountApi;
  calls: CallsApi;
  messages: MessagesApi;
  numbers: NumbersApi;
  applications: ApplicationsApi;
  recordings: RecordingsApi;
  rooms: RoomsApi;
}

/**
 * The carrier's REST API (plivo-platform 4). One request per call of a method: it never repeats one by itself, and one
 * call or message goes to one destination. Numbers are E.164 with `+` on our side. Every method rejects with PlivoError.
 */
export function createPlivoClient(options: ClientOptions): PlivoClient {
  const send = createSend(options);
  return {
    account: accountApi(send),
    calls: callsApi(send),
    messages: messagesApi(send),
    numbers: numbersApi(send),
    applications: applicationsApi(send),
    recordings: recordingsApi(send),
    rooms: roomsApi(send),
  };
}
