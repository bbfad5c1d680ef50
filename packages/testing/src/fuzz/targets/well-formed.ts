import { SaxesParser } from "saxes";
import { must } from "../target.ts";

/** Holds a document against XML 1.0 with a parser that has no part in writing it: well-formed, one root, `<Response>`. */
export function mustBeXml(xml: string): void {
  const parser = new SaxesParser();
  const roots: string[] = [];
  let depth = 0;
  parser.on("error", (error) => {
    throw error;
  });
  parser.on("opentag", ({ name }) => {
    if (depth++ === 0) roots.push(name);
  });
  parser.on("closetag", () => {
    depth--;
  });
  parser.write(xml).close();
  must(roots.length === 1 && roots[0] === "Response", `The root is ${roots.join(", ")}.`);
}
