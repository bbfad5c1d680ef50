/** Which of our URLs was asked for, before it is known what the token leads to. `called`: the number is the call's own `To`. */
export type Address =
  | { at: "number"; token: string; kind: "answer" | "fallback" | "hangup" | "message" }
  | { at: "called"; kind: "fallback" }
  | { at: "step"; token: string; kind: "action" | "redirect" | "callback" }
  | { at: "effect"; token: string; kind: "answer" | "ring" | "hangup" | "machine" | "status" | "message" };

/** One door of the carrier's (interface.md, "Carrier webhooks"). `path`: below `/carrier/voice`, as a held call comes back to it. */
export type Door =
  | { kind: "event"; scheme: "voice" | "message"; address: Address; path: string }
  | { kind: "hold"; sealed: string }
  | { kind: "document"; token: string; name: string };

/** Null: there is no such door. `target`: path and query as asked for, e.g. `/carrier/voice/n/<token>/answer`. */
export function doorOf(target: string): Door | null {
  const [, root, scheme, ...rest] = (target.split("?")[0] ?? "").split("/").map(decoded);
  if (root !== "carrier") return null;
  if (scheme === "messages") {
    const address = messageAddress(rest);
    return address && { kind: "event", scheme: "message", address, path: "" };
  }
  if (scheme !== "voice") return null;
  const [first = "", second = "", third = "", fourth] = rest;
  if (first === "hold" && rest.length === 2) return { kind: "hold", sealed: second };
  if (first === "s" && third === "document" && fourth !== undefined && rest.length === 4)
    return { kind: "document", token: second, name: fourth };
  const path = `/${rest.join("/")}`;
  const address = voiceAddress(path);
  return address && { kind: "event", scheme: "voice", address, path };
}

/** `path`: below `/carrier/voice`. */
export function voiceAddress(path: string): Address | null {
  const [, at = "", token = "", kind = "", ...more] = path.split("/");
  if (more.length > 0) return null;
  // The static files of the fallback host count their turns in the address; all turns mean the same.
  if (at === "fallback" && kind === "") return { at: "called", kind: "fallback" };
  if (at === "n" && (kind === "answer" || kind === "fallback" || kind === "hangup")) return { at: "number", token, kind };
  if (at === "s" && (kind === "action" || kind === "redirect" || kind === "callback")) return { at: "step", token, kind };
  if (at === "e" && isOfCall(kind)) return { at: "effect", token, kind };
  return null;
}

/** What a call that an effect asked for is reported under. */
const OF_CALLS = ["answer", "ring", "hangup", "machine", "status"] as const;
const isOfCall = (kind: string): kind is (typeof OF_CALLS)[number] => OF_CALLS.some((known) => known === kind);

function messageAddress([at, token = "", ...more]: string[]): Address | null {
  if (more.length > 0) return null;
  if (at === "n") return { at: "number", token, kind: "message" };
  return at === "e" ? { at: "effect", token, kind: "message" } : null;
}

const WITH_XML: ReadonlySet<string> = new Set(["answer", "fallback", "action", "redirect"]);
/** The carrier wants a document; to everything else it wants to hear that it is stored. */
export const wantsXml = ({ kind }: Address): boolean => WITH_XML.has(kind);

/** A call or text that may begin a run, told from the address alone. */
export const beginsRun = ({ at, kind }: Address): boolean => at === "called" || (at === "number" && kind !== "hangup");

/** Our tokens are plain; what can't be decoded leads nowhere. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return "";
  }
}
