import type { Message } from "../../api/messages.ts";
import { Tooltip } from "../../ui/index.ts";
import { ENCODINGS } from "./encodings.ts";

/** In how many parts a text went; nothing for what has none. */
export function MessageParts({ message: { parts } }: { message: Pick<Message, "parts"> }) {
  if (!parts) return null;
  const { name, single, each } = ENCODINGS[parts.encoding];
  return (
    <Tooltip content={`${name}: ${single} characters fit into one part, ${each} into each of several`}>
      <span>{parts.count === 1 ? "1 part" : `${parts.count} parts`}</span>
    </Tooltip>
  );
}
