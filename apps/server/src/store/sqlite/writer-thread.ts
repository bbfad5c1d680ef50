import { parentPort, receiveMessageOnPort, workerData } from "node:worker_threads";
import { openDatabase } from "./database.ts";
import { createWriter, type Request } from "./writer.ts";

/** The worker thread that writes the embedded database: its waits for the disk are nobody else's. */
const port = parentPort;
if (!port) throw new Error("This file is the entry of a worker thread.");

const db = openDatabase(asFile(workerData));
const writer = createWriter(db);

port.on("message", (first: Request[] | "close") => {
  const requests: Request[] = [];
  let closing = false;
  // What has come while the last turn was written joins this one.
  for (let message: Request[] | "close" | undefined = first; message !== undefined; message = asMessage(receiveMessageOnPort(port))) {
    if (message === "close") closing = true;
    else requests.push(...message);
  }
  const replies = writer.take(requests);
  if (replies.length > 0) port.postMessage(replies);
  if (!closing) return;
  db.close();
  port.close();
});

function asMessage(received: { message: unknown } | undefined): Request[] | "close" | undefined {
  return received?.message as Request[] | "close" | undefined;
}
function asFile(data: unknown): string {
  return data as string;
}
