/* What each component does when a run visits a node of its type, by the name it is stored under. Server only. */
export { askByMessage as ask_by_message } from "./ask_by_message/runtime.ts";
export { branch } from "./branch/runtime.ts";
export { callForward as call_forward } from "./call_forward/runtime.ts";
export { end } from "./end/runtime.ts";
export { getInput as get_input } from "./get_input/runtime.ts";
export { hangup } from "./hangup/runtime.ts";
export { httpRequest as http_request } from "./http_request/runtime.ts";
export { initiateCall as initiate_call } from "./initiate_call/runtime.ts";
export { ivrMenu as ivr_menu } from "./ivr_menu/runtime.ts";
export { messageMenu as message_menu } from "./message_menu/runtime.ts";
export { playAudio as play_audio } from "./play_audio/runtime.ts";
export { recordAudio as record_audio } from "./record_audio/runtime.ts";
export { sendMessage as send_message } from "./send_message/runtime.ts";
export { setVariables as set_variables } from "./set_variables/runtime.ts";
export { start } from "./start/runtime.ts";
export { wait } from "./wait/runtime.ts";
export { waitForMessage as wait_for_message } from "./wait_for_message/runtime.ts";
