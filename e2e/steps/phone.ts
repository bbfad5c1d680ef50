import type { CallView } from "@cordboard/simulator";
import { type Product, until } from "./product.ts";

/** Somebody at an outside telephone, and one call of it. */
export class Phone {
  readonly #product: Product;
  readonly callUuid: string;
  #heard = 0;

  constructor(product: Product, callUuid: string) {
    this.#product = product;
    this.callUuid = callUuid;
  }

  static async dial(product: Product, from: string, to: string): Promise<Phone> {
    const { callUuid } = await product.sim<{ callUuid: string }>("POST", "/calls", { from, to });
    return new Phone(product, callUuid);
  }

  /** The next call that rings, or is answered by a script, at this number; `seen` are earlier ones. */
  static async called(product: Product, number: string, seen: readonly Phone[] = []): Promise<Phone> {
    const call = await until(`${number} is called`, async () => {
      const { calls } = await product.sim<{ calls: CallView[] }>("GET", `/calls?number=${encodeURIComponent(number)}`);
      return calls.find((one) => one.to === number && one.state !== "queued" && !seen.some((phone) => phone.callUuid === one.callUuid));
    });
    return new Phone(product, call.callUuid);
  }

  view(): Promise<CallView> {
    return this.#product.sim<CallView>("GET", `/calls/${this.callUuid}`);
  }

  /** Waits until it is said, after what was heard before. */
  async hears(words: string): Promise<void> {
    await until(`"${words}" is heard`, async () => {
      const { transcript } = await this.view();
      const line = transcript.find((one) => one.seq > this.#heard && one.element === "Speak" && one.text?.includes(words));
      if (line) this.#heard = line.seq;
      return line !== undefined;
    });
  }

  /** Waits until an element of that name runs on the call. */
  async reaches(...elements: string[]): Promise<void> {
    await until(`${elements.join(" or ")} runs`, async () => elements.includes((await this.view()).element ?? ""));
  }

  async press(digits: string): Promise<void> {
    await this.#product.sim("POST", `/calls/${this.callUuid}/digits`, { digits });
  }

  async says(text: string): Promise<void> {
    await this.#product.sim("POST", `/calls/${this.callUuid}/speech`, { text });
  }

  async answer(): Promise<void> {
    await this.#product.sim("POST", `/calls/${this.callUuid}/answer`);
  }

  async hangUp(): Promise<void> {
    await this.#product.sim("POST", `/calls/${this.callUuid}/hangup`);
  }

  ended(): Promise<CallView> {
    return until("the call is over", async () => {
      const view = await this.view();
      return view.state === "ended" && view;
    });
  }
}

/** Puts the phone down at this number as soon as it is asked for a key, each time until it is told to stop. */
export function hangUpWhenAsked(product: Product, number: string): { stop: () => Promise<void> } {
  let stopped = false;
  const loop = async (): Promise<void> => {
    while (!stopped) {
      const { calls } = await product.sim<{ calls: CallView[] }>("GET", `/calls?state=in-progress&number=${encodeURIComponent(number)}`);
      for (const one of calls) if (one.element === "GetDigits") await new Phone(product, one.callUuid).hangUp();
      await new Promise((done) => setTimeout(done, 30));
    }
  };
  const done = loop();
  return {
    stop: () => {
      stopped = true;
      return done;
    },
  };
}

/** What a phone does by itself when it is called, or to texts. */
export async function script(product: Product, number: string, behaviour: Record<string, unknown>): Promise<void> {
  await product.sim("POST", "/numbers", { number, kind: "phone", script: behaviour });
}
