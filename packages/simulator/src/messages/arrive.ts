import { replyTo } from "../state/phones.ts";
import type { World } from "../world.ts";
import type { Message } from "./message.ts";
import { receiveText } from "./receive.ts";

/** A text is on an outside phone, whose script may reply, or at another number of ours. */
export function arrive(world: World, message: Message): void {
  const ours = world.account.rented(message.to);
  if (ours)
    return void receiveText(world, { from: message.from, number: ours, text: message.text, media: message.media, type: message.type });
  const reply = replyTo(world.phones.find(message.to).script, message.text);
  const number = world.account.rented(message.from);
  if (!reply || !number) return;
  world.time.after(reply.afterSeconds * 1_000, () => {
    receiveText(world, {
      from: message.to,
      number,
      text: reply.reply,
      media: reply.media ?? [],
      ...(message.type === "whatsapp" && { type: "whatsapp" }),
    });
  });
}
