import type { CarrierItem } from "../../api/runs.ts";
import { prettyXml } from "../../app/format/pretty-xml.ts";

/** One line that says what a piece of traffic is: "answer webhook", "XML: Speak, GetDigits", "POST Message". */
export function titleOf(item: CarrierItem): string {
  switch (item.kind) {
    case "xml": {
      const verbs = topElements(item.body);
      return verbs.length === 0 ? "Empty answer" : `Answer: ${verbs.join(", ")}`;
    }
    case "webhook":
      return `Webhook: ${lastPart(item.url) || "carrier"}`;
    case "request":
      return `Request: ${lastPart(item.url) || "carrier"}`;
    case "response":
      return "Answer of the carrier";
  }
}

/** The elements directly below <Response>, each once, in order. */
export function topElements(xml: string): string[] {
  const names: string[] = [];
  let depth = 0;
  for (const [, close, name = "", selfClosed] of xml.matchAll(/<(\/)?([A-Za-z]\w*)[^>]*?(\/)?>/g)) {
    if (close) depth -= 1;
    else {
      if (depth === 1 && !names.includes(name)) names.push(name);
      if (!selfClosed) depth += 1;
    }
  }
  return names;
}

/** XML and JSON indented, form bodies one field a line; anything else as it is. */
export function prettyBody(item: Pick<CarrierItem, "kind" | "body">): string {
  const body = item.body.trim();
  if (item.kind === "xml" || body.startsWith("<")) return prettyXml(body);
  if (body.startsWith("{") || body.startsWith("[")) return prettyJson(body);
  if (/^[\w.%+-]+=/.test(body) && !body.includes("\n")) return prettyForm(body);
  return body;
}

function prettyJson(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

const prettyForm = (text: string): string => [...new URLSearchParams(text)].map(([name, value]) => `${name} = ${value}`).join("\n");

function lastPart(url: string | null): string {
  return (url ?? "").split(/[?#]/)[0]?.split("/").filter(Boolean).at(-1) ?? "";
}
