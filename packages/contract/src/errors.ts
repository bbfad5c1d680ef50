/**
 * Codes of the three kinds of error (style.md). Free-text failures do not exist:
 * whatever ends a run, refuses a request or leaves by `failed` carries one of these.
 */
export const RUN_CODES = {
  exit_has_no_cord: "The path ended at an exit without a cord.",
  call_over: "A step needed a live call, but the call was over.",
  hung_up: "The caller hung up.",
  stopped_by_user: "The run was stopped by hand or by API.",
  no_start_cord: "Nothing is connected to this way of starting the flow.",
  loop_without_wait: "The flow went round in a circle without waiting for anything; put a step that waits into the circle.",
  too_many_branches: "The run split into more than 100 paths at once; let branches end before they split again.",
  too_many_steps: "The run took more than 50,000 steps; let it end, and begin another one.",
  context_too_large: "The run's variables grew beyond 1 MB; keep less of what comes in.",
  answer_too_large: "The XML answer grew beyond what the carrier accepts; say less at once.",
  run_too_old: "The run was older than 400 days; let it end sooner.",
  template_failed: "A text could not be filled in.",
  engine_fault: "Cordboard itself failed in this step. The log has the details.",
  deadline_passed: "The step waited as long as it may, and nothing came.",
  hangup_not_reported: "The carrier never reported the end of the call.",
  quarantined: "Three processes died while they worked on this run, so it was ended. The log of the last one says more.",
  reply_storm: "Too many texts went to and fro between these two numbers within an hour, as when two machines answer each other.",
  replaced: "A newer run of the same contact replaced this one.",
} as const;

/** Codes a step may set as `<Node>.error.code` when it leaves by `failed`. */
export const STEP_CODES = {
  uncertain: "The carrier never said whether it did it, so it was not repeated.",
  carrier_refused: "The carrier refused the request.",
  carrier_unreachable: "The carrier could not be reached.",
  carrier_rate_limited: "The carrier's rate limit was reached and retries ran out.",
  invalid_number: "That is not a phone number that can be called or texted.",
  destination_not_allowed: "Calls and texts to this country or range are switched off.",
  caller_chose_number:
    "The number came from what the caller or texter entered, and this step doesn't allow that; switch “Allow numbers the caller chooses” on if it should.",
  spend_limit_reached: "What may be spent in a day is spent; calls and texts go out again tomorrow, or when an owner raises the limit.",
  price_limit_reached:
    "Even a minute of a call there costs more than a call may; raise the limit in the step or under Settings, Sending, or call another number.",
  sender_missing: "There is no number to send from: the run has none, and the step names none.",
  invalid_sender: "That is no number, short code, sender name or powerpack to send from.",
  not_delivered: "The carrier could not deliver the message.",
  answer_invalid: "No valid answer came, and it was asked as often as it may be.",
  opted_out: "The recipient has opted out of messages from this number.",
  message_expired: "The message was not sent before its time ran out.",
  invalid_time: "That is not a date and time that can be waited for.",
  never_open: "By these hours it is not open within the next 400 days.",
  no_recipient: "There is nobody to call or text: the list of recipients is empty.",
  http_status: "The server answered with an error status.",
  http_timeout: "The server did not answer in time.",
  http_unreachable: "The server could not be reached.",
  http_blocked: "That address is private and not allowed by EGRESS_ALLOW.",
  http_too_large: "The server's answer was larger than the limit.",
  http_redirects: "The server sent the request on too often, or to something that is not a web address.",
  http_file: "A file to send could not be fetched.",
  http_bad_url: "That is not a web address.",
  http_bad_body: "The body to send is not valid JSON.",
  code_failed: "The code threw an error, or handed out what it may not.",
  code_timeout: "The code was not done in its time.",
  code_memory: "The code used more memory than it may.",
  invalid_address: "That is not an e-mail address.",
  email_refused: "The mail server did not take the e-mail.",
  email_unreachable: "The mail server could not be reached.",
  database_unreachable: "The database could not be reached.",
  query_failed: "The database refused the query.",
  query_read_only: "The query would change data, which the step may not.",
  query_timeout: "The database did not answer in time.",
  query_too_large: "The rows that the database answered were larger than the limit.",
  query_parameter: "A value for the query is not of the type that its parameter declares.",
  secret_missing: "A secret used by this step does not exist.",
  secret_invalid: "A secret used by this step is not written as its sign-in needs it.",
  sign_in_failed: "The token server gave no token to sign in with.",
  dial_failed: "The call could not be connected.",
  sub_flow_missing: "There is no published flow of that name; publish it, then publish this flow again.",
  sub_flow_not_callable: "That flow can't be run by another one: the exit “Run by another flow” of its Start has no cord.",
  sub_flow_input_missing: "The flow needs an input that was not given.",
  sub_flow_input_invalid: "An input of the flow is not of the type that it declares.",
  sub_flow_too_deep: "Flows run each other more than eight deep; let one of them do the work itself.",
  sub_flow_stopped: "The run of the other flow was stopped.",
  sub_flow_timeout: "The other flow took longer than this step waits.",
  unknown_result: "The other flow ended with a result that this step has no exit for.",
  not_this_runs_call: "That call is none of this run's calls, or is over.",
  loop_limit: "The loop had made as many turns as it may; there was more to do.",
  recording_failed: "The carrier reported no recording.",
  bad_room_name: "The name of the room is empty or longer than 100 characters.",
  wrong_pin: "The caller did not enter the right PIN.",
  room_not_joined: "The caller could not join the room.",
  bad_stream_address: "That is not an address that audio can be streamed to; it begins with wss://.",
  stream_failed: "The audio could not be streamed, or the stream broke.",
} as const;

export type RunCode = keyof typeof RUN_CODES;
export type StepCode = keyof typeof STEP_CODES;

/** An error a caller of ours can act on; HTTP handlers map it to a status, the CLI to a line. */
export class CodedError extends Error {
  override name = "CodedError";
  readonly code: string;
  readonly details: { path: string; code: string; message: string }[];
  constructor(code: string, message: string, details: { path: string; code: string; message: string }[] = []) {
    super(message);
    this.code = code;
    this.details = details;
  }
}
