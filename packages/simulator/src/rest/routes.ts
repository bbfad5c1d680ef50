import { getAccount } from "./account.ts";
import { createApplication, deleteApplication, getApplication, listApplications, updateApplication } from "./applications.ts";
import {
  cancelRequest,
  hangUpCall,
  playOnCall,
  speakOnCall,
  startRecording,
  stopRecording,
  stopSound,
  tonesOnCall,
  transfer,
} from "./call-actions.ts";
import { createCall, getCall, listCalls } from "./calls.ts";
import { getMessage, listMedia, listMessages, sendMessage } from "./messages.ts";
import { getNumber, listNumbers, unrentNumber, updateNumber } from "./numbers.ts";
import { deleteRecording, getRecording, listRecordings } from "./recordings.ts";
import type { RestHandler } from "./request.ts";

/** Everything under `/v1/Account/:authId`. A trailing slash may be left out. */
export const REST_ROUTES: readonly [method: string, path: string, handler: RestHandler][] = [
  ["GET", "", getAccount],
  ["POST", "Call", createCall],
  ["GET", "Call", listCalls],
  ["GET", "Call/:uuid", getCall],
  ["POST", "Call/:uuid", transfer],
  ["DELETE", "Call/:uuid", hangUpCall],
  ["POST", "Call/:uuid/Record", startRecording],
  ["DELETE", "Call/:uuid/Record", stopRecording],
  ["POST", "Call/:uuid/Play", playOnCall],
  ["DELETE", "Call/:uuid/Play", stopSound("Play")],
  ["POST", "Call/:uuid/Speak", speakOnCall],
  ["DELETE", "Call/:uuid/Speak", stopSound("Speak")],
  ["POST", "Call/:uuid/DTMF", tonesOnCall],
  ["DELETE", "Request/:uuid", cancelRequest],
  ["POST", "Message", sendMessage],
  ["GET", "Message", listMessages],
  ["GET", "Message/:uuid", getMessage],
  ["GET", "Message/:uuid/Media", listMedia],
  ["GET", "Number", listNumbers],
  ["GET", "Number/:number", getNumber],
  ["POST", "Number/:number", updateNumber],
  ["DELETE", "Number/:number", unrentNumber],
  ["POST", "Application", createApplication],
  ["GET", "Application", listApplications],
  ["GET", "Application/:id", getApplication],
  ["POST", "Application/:id", updateApplication],
  ["DELETE", "Application/:id", deleteApplication],
  ["GET", "Recording", listRecordings],
  ["GET", "Recording/:id", getRecording],
  ["DELETE", "Recording/:id", deleteRecording],
];
