/** One flow test, as the reports show it. */
export interface Reported {
  name: string;
  /** File it stands in. */
  file: string;
  ok: boolean;
  failedStep: number | string | null;
  message: string | null;
  seconds: number;
}

/** TAP version 14, one line a test; why one failed stands below it as YAML. */
export function tapLines(results: readonly Reported[]): string[] {
  const lines = ["TAP version 14", `1..${results.length}`];
  for (const [index, { name, file, ok, failedStep, message }] of results.entries()) {
    lines.push(`${ok ? "ok" : "not ok"} ${index + 1} - ${tapText(`${name} (${file})`)}`);
    if (ok) continue;
    lines.push("  ---", `  at: ${JSON.stringify(failedStep)}`, `  message: ${JSON.stringify(message)}`, "  ...");
  }
  return lines;
}

/** `#` begins a directive and `\` an escape. */
const tapText = (text: string): string => text.replace(/\\/g, "\\\\").replace(/#/g, "\\#").replace(/\s+/g, " ");

/** JUnit XML as CI services read it: a suite a file. */
export function junitXml(results: readonly Reported[]): string {
  const files = [...new Set(results.map(({ file }) => file))];
  const suites = files.map((file) => {
    const own = results.filter((result) => result.file === file);
    const cases = own.map((result) => {
      const head = `    <testcase classname=${attribute(file)} name=${attribute(result.name)} time="${result.seconds.toFixed(3)}"`;
      if (result.ok) return `${head}/>`;
      const where = result.failedStep === null ? "" : `at ${result.failedStep}: `;
      return `${head}>\n      <failure message=${attribute(`${where}${result.message ?? ""}`)}/>\n    </testcase>`;
    });
    const seconds = own.reduce((sum, result) => sum + result.seconds, 0).toFixed(3);
    const head = `  <testsuite name=${attribute(file)} tests="${own.length}" failures="${failures(own)}" time="${seconds}">`;
    return [head, ...cases, "  </testsuite>"].join("\n");
  });
  const head = `<testsuites name="cordboard" tests="${results.length}" failures="${failures(results)}">`;
  return ['<?xml version="1.0" encoding="UTF-8"?>', head, ...suites, "</testsuites>", ""].join("\n");
}

const failures = (results: readonly Reported[]): number => results.filter(({ ok }) => !ok).length;

const ENTITIES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
function attribute(text: string): string {
  const clean = Array.from(text).filter(isXmlCharacter).join("");
  return `"${clean.replace(/[&<>"]/g, (c) => ENTITIES[c] ?? c).replace(/\s/g, " ")}"`;
}

/** XML 1.0, production [2] Char; a lone half of a pair is none. */
function isXmlCharacter(character: string): boolean {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x20) return code === 0x09 || code === 0x0a || code === 0x0d;
  return code < 0xd800 || (code > 0xdfff && code !== 0xfffe && code !== 0xffff);
}
