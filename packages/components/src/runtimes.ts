/* What each component does when a run visits a node of its type, by the name it is stored under. Server only. */
export { branch } from "./branch/runtime.ts";
export { businessHours as business_hours } from "./business_hours/runtime.ts";
export { callForward as call_forward } from "./call_forward/runtime.ts";
export { end } from "./end/runtime.ts";
export { getInput as get_input } from "./get_input/runtime.ts";
export { hangup } from "./hangup/runtime.ts";
export { httpRequest as http_request } from "./http_request/runtime.ts";
export { initiateCall as initiate_call } from "./initiate_call/runtime.ts";
export { ivrMenu as ivr_menu } from "./ivr_menu/runtime.ts";
export { playAudio as play_audio } from "./play_audio/runtime.ts";
export { randomSplit as random_split } from "./random_split/runtime.ts";
export { recordAudio as record_audio } from "./record_audio/runtime.ts";
export { sendMessage as send_message } from "./send_message/runtime.ts";
export { setVariables as set_variables } from "./set_variables/runtime.ts";
export { start } from "./start/runtime.ts";
export { switchComponent as switch } from "./switch/runtime.ts";
export { wait } from "./wait/runtime.ts";
