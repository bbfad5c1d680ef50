/** A start tag longer than this shows its attributes one a line. */
const LONG_TAG = 72;

/**
 * Indents an XML text for reading. Works on the text itself, so what the carrier saw stays what is shown;
 * an element that holds only text stays on one line.
 */
export function prettyXml(xml: string): string {
  const parts = xml.match(/<[^>]+>|[^<]+/g) ?? [];
  const lines: string[] = [];
  let depth = 0;
  for (let i = 0; i < parts.length; i++) {
    const part = parts[i] ?? "";
    const text = part.trim();
    if (text === "") continue;
    if (text.startsWith("</")) {
      depth = Math.max(0, depth - 1);
      lines.push(indent(depth) + text);
    } else if (text.startsWith("<") && !/^<[?!]/.test(text) && !text.endsWith("/>")) {
      const [body = "", end = ""] = [parts[i + 1], parts[i + 2]];
      if (end.startsWith("</") && !body.startsWith("<")) {
        lines.push(tag(text, depth) + body.trim() + end);
        i += 2;
      } else if (body.startsWith("</")) {
        lines.push(tag(text, depth) + body);
        i += 1;
      } else {
        lines.push(tag(text, depth));
        depth += 1;
      }
    } else lines.push(tag(text, depth));
  }
  return lines.join("\n");
}

function tag(text: string, depth: number): string {
  const attributes = text.match(/\s[\w:.-]+\s*=\s*("[^"]*"|'[^']*')/g) ?? [];
  if (text.length <= LONG_TAG || attributes.length < 2 || text.startsWith("<?")) return indent(depth) + text;
  const [name = ""] = text.match(/^<[^\s/>]+/) ?? [];
  const end = text.endsWith("/>") ? "/>" : ">";
  return [indent(depth) + name, ...attributes.map((attribute) => indent(depth + 2) + attribute.trim())].join("\n") + end;
}

const indent = (depth: number) => "  ".repeat(depth);
