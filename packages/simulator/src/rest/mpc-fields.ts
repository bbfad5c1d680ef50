import { ELEMENTS, type AttributesOf, type VerbOf, readAttribute } from "@cordboard/plivo";
import { RestError } from "./request.ts";

/** `relayDTMFInputs` is `relay_dtmf_inputs` in JSON. */
function snakeCase(name: string): string {
  return name.replace(/([a-z0-9])([A-Z])/g, "$1_$2").toLowerCase();
}

const ATTRIBUTES = Object.entries(ELEMENTS.MultiPartyCall.attributes);

/** The participant that a REST request describes, as the element that it would be: the attributes are the same, in snake case. */
export function participantVerb(name: string, body: Readonly<Record<string, unknown>>): VerbOf<"MultiPartyCall"> {
  const attributes: Record<string, string | number | boolean> = {};
  for (const [attribute, kind] of ATTRIBUTES) {
    const field = snakeCase(attribute);
    const given = body[field];
    if (given === undefined || given === null || given === "") continue;
    const scalar = typeof given === "string" || typeof given === "number" || typeof given === "boolean";
    const value = scalar ? readAttribute(kind, given) : null;
    if (value === null) throw new RestError(400, `${field} parameter is invalid`);
    attributes[attribute] = value;
  }
  if (attributes["role"] === undefined) throw new RestError(400, "role parameter is missing");
  return { element: "MultiPartyCall", body: name, attributes: asRead(attributes) };
}

/** Each value was read by the table of which the type is made. */
function asRead(attributes: Record<string, string | number | boolean>): AttributesOf<"MultiPartyCall"> {
  return attributes as AttributesOf<"MultiPartyCall">;
}
