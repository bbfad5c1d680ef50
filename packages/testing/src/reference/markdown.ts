/** A table; what would end a cell or a line is made harmless. */
export function table(head: string[], rows: string[][]): string {
  const line = (cells: string[]): string => `| ${cells.map((cell) => cell.replace(/\|/g, "\\|").replace(/\s+/g, " ")).join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

export const code = (text: string): string => (text === "" ? "" : text.includes("`") ? `\`\` ${text} \`\`` : `\`${text}\``);

export const list = (items: string[]): string => items.join(", ");

/** A text with everything in it that has the look of a name or a value as it stands. */
export const plain = (text: string): string => text.replace(/[\r\n]+/g, " ").replace(/([<>*_[\]])/g, "\\$1");
