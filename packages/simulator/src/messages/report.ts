import { microTime, type Params, wireNumber } from "../calls/params.ts";
import { sendMessaging } from "../webhooks/send.ts";
import type { World } from "../world.ts";
import { conversationParams } from "./conversations.ts";
import { type Message, PRICE_PER_UNIT } from "./message.ts";

/** Tells the sender's URL about the message's state. First tries go out in order; retries do not hold up later news. */
export function postReport(world: World, message: Message): void {
  if (!message.report) return;
  message.sequence++;
  const hook = { kind: "delivery report", ...message.report, params: reportParams(world, message) };
  const shuffle = world.faults.hit("shuffleCallbacks", "webhooks", hook.method, hook.url);
  if (shuffle) {
    const pause = new Promise<void>((resolve) => void world.host.setTimer(world.random() * shuffle.value, resolve));
    void world.activity.track(pause.then(() => void sendMessaging(world, hook)));
    return;
  }
  const before = world.reportTails.get(message.uuid) ?? Promise.resolve();
  const tail = before.then(() => new Promise<void>((tried) => void sendMessaging(world, hook, tried)));
  world.reportTails.set(message.uuid, tail);
  void world.activity.track(tail).then(() => {
    if (world.reportTails.get(message.uuid) === tail) world.reportTails.delete(message.uuid);
  });
}

/** Parameters of a delivery report (plivo-platform 3.2). */
function reportParams(world: World, message: Message): Params {
  const amount = (message.units * PRICE_PER_UNIT).toFixed(5);
  const bad = message.state === "failed" || message.state === "undelivered";
  return {
    MessageUUID: message.uuid,
    ParentMessageUUID: message.uuid,
    PartInfo: "1 of 1",
    From: wireNumber(world, message.from),
    To: wireNumber(world, message.to),
    Type: message.type,
    Status: message.state,
    Units: String(message.units),
    TotalRate: PRICE_PER_UNIT.toFixed(5),
    TotalAmount: message.state === "failed" ? "0.00000" : amount,
    MCC: "310",
    MNC: "260",
    ...(bad && { ErrorCode: message.errorCode }),
    Sequence: String(message.sequence),
    MessageTime: microTime(message.createdAt),
    QueuedTime: microTime(message.createdAt),
    ...(message.sentAt !== null && { SentTime: microTime(message.sentAt) }),
    ...((message.state === "delivered" || message.state === "read" || bad) && { DeliveryReportTime: microTime(message.updatedAt) }),
    PowerpackUUID: message.powerpackUuid ?? "",
    requester_ip: "127.0.0.1",
    ...conversationParams(message),
  };
}
