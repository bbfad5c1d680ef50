import type { CallView, TranscriptEntry } from "@cordboard/simulator";

/** What the people at the phones heard and did since the last time. `shown`: per call, the last line that was shown. */
export function newLines(calls: readonly CallView[], shown: Map<string, number>): string[] {
  return calls
    .flatMap((call) => {
      const last = shown.get(call.callUuid) ?? 0;
      shown.set(call.callUuid, call.transcript.at(-1)?.seq ?? last);
      return call.transcript.filter(({ seq }) => seq > last).map((entry) => ({ at: entry.at, line: lineOf(call, entry) }));
    })
    .toSorted((a, b) => a.at.localeCompare(b.at))
    .flatMap(({ line }) => (line === null ? [] : [line]));
}

function lineOf(call: CallView, { element, text = "", attrs, request }: TranscriptEntry): string | null {
  const phone = call.direction === "inbound" ? call.from : call.to;
  // The carrier's own requests about an element are no news to the people, but for the end of the call.
  if (request ? element !== "Hangup" && element !== "Ring" : element === "Hangup") return null;
  switch (element) {
    case "Speak":
      return `${phone} hears: ${text}`;
    case "Play":
      return `${phone} hears the recording ${text}`;
    case "Record":
      return `${phone} is recorded`;
    case "Dial":
      return `${phone} is being connected${attrs["callerId"] ? ` (caller id ${attrs["callerId"]})` : ""}`;
    case "Ring":
      return call.direction === "outbound" ? `${phone} rings` : null;
    case "Pressed":
      return `${phone} presses ${text}`;
    case "Said":
      return `${phone} says: ${text}`;
    case "Hangup":
      return `${phone} is off the line`;
    default:
      return null;
  }
}
