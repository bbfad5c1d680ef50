/*
 * Every component type, by the name it is stored under: a line here, a line in `runtimes.ts` and a folder are all that one
 * more costs (`npm run new:component` writes them). Palette, forms, check() and docs derive from this list.
 */
export { askByMessage as ask_by_message } from "./ask_by_message/manifest.ts";
export { branch } from "./branch/manifest.ts";
export { businessHours as business_hours } from "./business_hours/manifest.ts";
export { callForward as call_forward } from "./call_forward/manifest.ts";
export { conferenceBridge as conference_bridge } from "./conference_bridge/manifest.ts";
export { counter } from "./counter/manifest.ts";
export { end } from "./end/manifest.ts";
export { getInput as get_input } from "./get_input/manifest.ts";
export { hangup } from "./hangup/manifest.ts";
export { httpRequest as http_request } from "./http_request/manifest.ts";
export { initiateCall as initiate_call } from "./initiate_call/manifest.ts";
export { ivrMenu as ivr_menu } from "./ivr_menu/manifest.ts";
export { loop } from "./loop/manifest.ts";
export { messageMenu as message_menu } from "./message_menu/manifest.ts";
export { multiPartyCall as multi_party_call } from "./multi_party_call/manifest.ts";
export { parallel } from "./parallel/manifest.ts";
export { playAudio as play_audio } from "./play_audio/manifest.ts";
export { queryDatabase as query_database } from "./query_database/manifest.ts";
export { randomSplit as random_split } from "./random_split/manifest.ts";
export { recordAudio as record_audio } from "./record_audio/manifest.ts";
export { runCode as run_code } from "./run_code/manifest.ts";
export { runFlow as run_flow } from "./run_flow/manifest.ts";
export { sendDigits as send_digits } from "./send_digits/manifest.ts";
export { sendEmail as send_email } from "./send_email/manifest.ts";
export { sendMessage as send_message } from "./send_message/manifest.ts";
export { recordCall as record_call } from "./record_call/manifest.ts";
export { setVariables as set_variables } from "./set_variables/manifest.ts";
export { start } from "./start/manifest.ts";
export { streamAudio as stream_audio } from "./stream_audio/manifest.ts";
export { switchComponent as switch } from "./switch/manifest.ts";
export { transferCall as transfer_call } from "./transfer_call/manifest.ts";
export { wait } from "./wait/manifest.ts";
export { waitForMessage as wait_for_message } from "./wait_for_message/manifest.ts";
