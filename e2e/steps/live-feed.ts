import { once } from "node:events";
import type { ServerMessage } from "@cordboard/api";
import { WebSocket } from "ws";
import { API_KEY, type Product, until } from "./product.ts";

export interface LiveFeed {
  messages: ServerMessage[];
  /** The first message of a type that fits, waited for. */
  hears: <Type extends ServerMessage["type"]>(
    type: Type,
    fits?: (message: Extract<ServerMessage, { type: Type }>) => boolean,
  ) => Promise<Extract<ServerMessage, { type: Type }>>;
  close: () => void;
}

/** A page that follows topics of one replica. */
export async function follow(product: Product, ...topics: string[]): Promise<LiveFeed> {
  const socket = new WebSocket(`${product.url.replace("http", "ws")}/api/live`, { headers: { authorization: `Bearer ${API_KEY}` } });
  const messages: ServerMessage[] = [];
  // Its shape is the contract of the API, held by the server's own tests.
  socket.on("message", (data) => messages.push(JSON.parse(Buffer.from(data as Buffer).toString()) as ServerMessage));
  await once(socket, "open");
  for (const topic of topics) socket.send(JSON.stringify({ type: "subscribe", topic }));
  const feed: LiveFeed = {
    messages,
    hears: (type, fits = () => true) =>
      until(`a message ${type}`, async () =>
        messages.find(
          (message): message is Extract<ServerMessage, { type: typeof type }> => message.type === type && fits(ofType(message)),
        ),
      ),
    close: () => socket.terminate(),
  };
  await until("the topics are followed", async () => messages.filter(({ type }) => type === "subscribed").length === topics.length);
  return feed;
}

/** After its type was compared. */
const ofType = <Message>(message: ServerMessage): Message => message as Message;
