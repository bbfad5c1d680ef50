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
        lines.push(indent(depth) + text + body.trim() + end);
        i += 2;
      } else if (body.startsWith("</")) {
        lines.push(indent(depth) + text + body);
        i += 1;
      } else {
        lines.push(indent(depth) + text);
        depth += 1;
      }
    } else lines.push(indent(depth) + text);
  }
  return lines.join("\n");
}

const indent = (depth: number) => "  ".repeat(depth);
