import { testSandbox } from "@cordboard/testing";
import type { JsonObject } from "@cordboard/contract";
import { readPayload, startSettings } from "@cordboard/components/manifest";
import { type FlowDocument, check, registry } from "@cordboard/flow";
import { type Command, EXIT, UsageError } from "../command.ts";
import { flowsBeside, readWholeFlow } from "../flow-files.ts";
import { Stage } from "../play/stage.ts";
import { issueLine } from "../show.ts";

const HELP = "Digits press keys, words are spoken or texted, Enter lets 5 seconds pass, :answer :reject :hangup :wait 60 :quit";

export const play: Command = {
  name: "play",
  usage: "FILE [--from NUMBER] [--to NUMBER] [--message TEXT | --params JSON]",
  summary: "Play a flow in the terminal",
  about: [
    "Calls the flow (or texts it, or sends an API request) through the real engine and the simulator; nothing leaves this machine.",
    "HTTP requests are not sent either: they leave by their failed exit.",
    HELP,
  ],
  options: { from: { type: "string" }, to: { type: "string" }, message: { type: "string" }, params: { type: "string" } },
  run: async (given, io) => {
    const [file] = given.words;
    if (file === undefined) throw new UsageError("Name a *.flow.json file.");
    const document = await readWholeFlow(file, io);
    const errors = check(document).filter(({ level }) => level === "error");
    for (const issue of errors) io.err(issueLine(file, issue, document));
    if (errors.length > 0) return EXIT.found;

    const parties = { from: given.text("from") ?? "+14155550100", to: given.text("to") ?? "+14155550199" };
    const stage = new Stage(document, await flowsBeside(file, io), parties, io.out, await testSandbox());
    try {
      const [message, params] = [given.text("message"), given.text("params")];
      if (message !== undefined) await stage.text(message);
      else if (params !== undefined) await stage.request(checkedParams(document, readParams(params)));
      else await stage.call();
      io.out(`(${HELP})`);
      for await (const line of io.lines()) {
        if (stage.over || line.trim() === ":quit") break;
        await obey(stage, line.trim(), io.out);
        if (stage.over) break;
      }
      return stage.summary() === "failed" ? EXIT.found : EXIT.ok;
    } finally {
      await stage.close();
    }
  },
};

async function obey(stage: Stage, line: string, out: (line: string) => void): Promise<void> {
  const [, seconds] = /^:wait (\d{1,7})$/.exec(line) ?? [];
  if (line === "") return stage.wait(5);
  if (seconds !== undefined) return stage.wait(Number(seconds));
  if (line === ":answer") return stage.answer();
  if (line === ":reject") return stage.reject();
  if (line === ":hangup") return stage.hangUp();
  if (line.startsWith(":")) return out(`(${HELP})`);
  return stage.say(line);
}

/** What the flow declares must be there, as at the API's door. */
function checkedParams(document: FlowDocument, sent: JsonObject): JsonObject {
  const entry = document.nodes.find((node) => registry.get(node.type)?.entry);
  const { params, missing, wrong } = readPayload(entry ? startSettings(entry.config).payload : [], sent);
  if (missing.length > 0) throw new UsageError(`The flow needs ${missing.join(", ")} in --params.`);
  for (const { name, type } of wrong) throw new UsageError(`${name} is not a ${type}.`);
  return params;
}

function readParams(text: string): JsonObject {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return asObject(value);
  } catch {
    // told below, with everything else that is no object
  }
  throw new UsageError("--params takes a JSON object.");
}

/** JSON.parse made it. */
function asObject(value: object): JsonObject {
  return value as JsonObject;
}
