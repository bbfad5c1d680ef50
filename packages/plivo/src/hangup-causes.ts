/** Hang-up causes by the carrier's code (plivo-platform 6.1). */
export const HANGUP_CAUSES = {
  0: "Unknown",
  1000: "Canceled",
  1010: "Canceled (Out Of Credits)",
  1020: "Canceled (Simultaneous dial limit reached)",
  2000: "Invalid Destination Address",
  2010: "Destination Out Of Service",
  2020: "Endpoint Not Registered",
  2030: "Destination Country Barred",
  2040: "Destination Number Barred",
  2050: "Destination Prefix Barred",
  2060: "Loop Detected",
  2070: "Violates Media Anchoring",
  3000: "No Answer",
  3010: "Busy Line",
  3020: "Rejected",
  3030: "Unknown Caller ID",
  3040: "Forbidden",
  3050: "Unallocated number",
  3070: "Request timeout",
  3080: "Internal server error from carrier",
  3090: "Network congestion from carrier",
  3100: "Busy everywhere",
  3110: "Declined",
  3120: "User does not exist anywhere",
  3130: "Spam block",
  3140: "DNO Caller ID",
  4000: "Normal Hangup",
  4010: "End Of XML Instructions",
  4020: "Multiparty Call Ended",
  4030: "Kicked Out Of Multiparty Call",
  4240: "SIP auth failed",
  4250: "SIP auth timeout",
  5000: "Network Error",
  5010: "Internal Error",
  5020: "Routing Error",
  5030: "Concurrency Limit Breached",
  6000: "Scheduled Hangup",
  6010: "Ring Timeout Reached",
  6020: "Media Timeout",
  7011: "Error Reaching Answer URL",
  7012: "Error Reaching Action URL",
  7013: "Error Reaching Transfer URL",
  7014: "Error Reaching Redirect URL",
  7022: "Invalid Action URL",
  7023: "Invalid Transfer URL",
  7024: "Invalid Redirect URL",
  7032: "Invalid Method For Action",
  7033: "Invalid Method For Transfer",
  7034: "Invalid Method For Redirect",
  8011: "Invalid Answer XML",
  8012: "Invalid Action XML",
  8013: "Invalid Transfer XML",
  8014: "Invalid Redirect XML",
  9000: "Lost Race",
  9100: "Machine Detected",
  9110: "Confirm Key Challenge Failed",
} as const;

export type HangupCode = keyof typeof HANGUP_CAUSES;

const NAMES: ReadonlyMap<number, string> = new Map(Object.entries(HANGUP_CAUSES).map(([code, name]) => [Number(code), name]));

/** Name of a cause; "Unknown" for a code that no page lists. */
export function hangupCauseName(code: number): string {
  return NAMES.get(code) ?? HANGUP_CAUSES[0];
}

/** Who ended a call (6.2). `Callee` is the CDR page's spelling; another page says `Call recipient`. */
export const HANGUP_SOURCES = ["Caller", "Callee", "Plivo", "Carrier", "API Request", "Answer XML", "Error", "Unknown"] as const;
export type HangupSource = (typeof HANGUP_SOURCES)[number];

/** Who ended a call, in the words of a run: HangupSource has two spellings for the called party. */
export function endedBy(source: string): "caller" | "callee" | "us" | "carrier" {
  switch (source) {
    case "Caller":
      return "caller";
    case "Callee":
    case "Call recipient":
      return "callee";
    case "API Request":
    case "Answer XML":
      return "us";
    default:
      return "carrier";
  }
}
