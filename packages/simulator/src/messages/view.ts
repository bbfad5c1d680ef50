import { display } from "../state/addresses.ts";
import type { World } from "../world.ts";
import { type Message, type MessageState, type MessageType } from "./message.ts";

/** A message as `/sim` shows it. Numbers with `+`. */
export interface MessageView {
  messageUuid: string;
  direction: "inbound" | "outbound";
  from: string;
  to: string;
  text: string;
  media: string[];
  type: MessageType;
  state: MessageState;
  errorCode: string;
  units: number;
  at: string;
  updatedAt: string;
}

export function viewOfMessage(message: Message): MessageView {
  return {
    messageUuid: message.uuid,
    direction: message.direction,
    from: display(message.from),
    to: display(message.to),
    text: message.text,
    media: message.media,
    type: message.type,
    state: message.state,
    errorCode: message.errorCode,
    units: message.units,
    at: new Date(message.createdAt).toISOString(),
    updatedAt: new Date(message.updatedAt).toISOString(),
  };
}

export function messageChanged(world: World, message: Message): void {
  world.events.emit(() => ({ type: "message", message: viewOfMessage(message) }));
}
