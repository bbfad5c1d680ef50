import type { Message } from "../../api/messages.ts";

const NOT_ARRIVED = new Set(["failed", "undelivered", "rejected"]);

export const didFail = (message: Pick<Message, "status">): boolean => NOT_ARRIVED.has(message.status);
