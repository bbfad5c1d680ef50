/** Cards or cords with classes of their own; those that get none stay the same objects. */
export function withClasses<Part extends { id: string }>(parts: Part[], classes: ReadonlyMap<string, string> | undefined): Part[] {
  if (!classes) return parts;
  return parts.map((part) => {
    const className = classes.get(part.id);
    return className === undefined ? part : { ...part, className };
  });
}
