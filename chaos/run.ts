// npm run chaos -- --minutes 20 --seed 1 [--store sqlite|postgres] [--replicas 2] [--lookup off] [--callbacks off] [--only NAME]
import { parseArgs } from "node:util";
import { play } from "./scenarios/play.ts";
import { storm } from "./storm.ts";
import type { WorldOptions } from "./world/world.ts";

const { values } = parseArgs({
  options: {
    minutes: { type: "string", default: "1" },
    seed: { type: "string", default: "1" },
    store: { type: "string", default: "postgres" },
    replicas: { type: "string" },
    lookup: { type: "string", default: "on" },
    callbacks: { type: "string", default: "on" },
    only: { type: "string" },
    folder: { type: "string" },
    product: { type: "string", multiple: true },
  },
});

function stop(message: string): never {
  console.error(message);
  process.exit(2);
}

const store = values.store === "sqlite" || values.store === "postgres" ? values.store : stop("--store takes sqlite or postgres.");
const number = (name: string, text: string): number => (Number(text) > 0 ? Number(text) : stop(`--${name} takes a number above 0.`));
const isOn = (name: string, text: string): boolean =>
  text === "on" || text === "off" ? text === "on" : stop(`--${name} takes on or off.`);

const options: WorldOptions = {
  store,
  replicas: number("replicas", values.replicas ?? (store === "postgres" ? "2" : "1")),
  postgresBin: process.env["CORDBOARD_POSTGRES_BIN"],
  ...(values.folder !== undefined && { folder: values.folder }),
  ...(values.product && { products: values.product }),
};
const wrong =
  values.only === undefined
    ? await storm({
        minutes: number("minutes", values.minutes),
        seed: number("seed", values.seed),
        lookUp: isOn("lookup", values.lookup),
        callbacks: isOn("callbacks", values.callbacks),
        world: options,
      })
    : await play(values.only, options);
process.exit(wrong.length > 0 ? 1 : 0);
