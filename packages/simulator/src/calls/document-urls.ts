import { ELEMENTS, type HangupCode, type Verb, type XmlProblem } from "@cordboard/plivo";

interface Part {
  element: string;
  attributes?: Readonly<Record<string, unknown>> | undefined;
  body?: string | undefined;
  children?: readonly Part[] | undefined;
}

const RULES = new Map(Object.entries(ELEMENTS));

/**
 * Paths such as `/next` become addresses of the server whose document holds them: some of the carrier's own examples
 * have such (plivo-platform 1.12). `resolved` is told each, because the platform is not known to do so.
 */
export function withAbsoluteUrls(verbs: Verb[], base: string, resolved: (path: string) => void): Verb[] {
  const absolute = (raw: string): string => {
    if (!raw.startsWith("/") || !URL.canParse(raw, base)) return raw;
    resolved(raw);
    return new URL(raw, base).href;
  };
  const visit = (part: Part): Part => {
    const rule = RULES.get(part.element);
    if (!rule) return part;
    const attributes = Object.entries(part.attributes ?? {}).map(([name, value]) => [
      name,
      typeof value === "string" && kindOf(rule.attributes, name) === "url" ? absolute(value) : value,
    ]);
    return {
      ...part,
      ...(part.attributes && { attributes: Object.fromEntries(attributes) }),
      ...(part.body !== undefined && rule.body.kind === "url" && { body: absolute(part.body) }),
      ...(part.children && { children: part.children.map(visit) }),
    };
  };
  return asVerbs(verbs.map(visit));
}

function kindOf(kinds: Readonly<Record<string, { kind: string }>>, name: string): string | undefined {
  return Object.hasOwn(kinds, name) ? kinds[name]?.kind : undefined;
}

/** Same elements, same attributes, other addresses. */
function asVerbs(parts: Part[]): Verb[] {
  return parts as Verb[];
}

const ELEMENT_ERRORS: readonly [pattern: RegExp, code: HangupCode][] = [
  [/\/(?:GetDigits|GetInput|Record|Dial|Conference)\[\d+\]\/@action$/, 7022],
  [/\/(?:GetDigits|GetInput|Record|Dial|Conference)\[\d+\]\/@method$/, 7032],
  [/\/Redirect\[\d+\]$/, 7024],
  [/\/Redirect\[\d+\]\/@method$/, 7034],
];

/** The cause that says more than "invalid XML", when all that is wrong is one of these (plivo-platform 6.1). */
export function causeOf(errors: readonly XmlProblem[], otherwise: HangupCode): HangupCode {
  const [first] = errors;
  const flaws = ["bad_attribute", "bad_body", "missing_attribute"];
  if (!first || !errors.every((error) => flaws.includes(error.code))) return otherwise;
  return ELEMENT_ERRORS.find(([pattern]) => pattern.test(first.path))?.[1] ?? otherwise;
}
