import { z } from "zod";
import type { Send } from "./transport.ts";
import { type Acknowledgement, acknowledgement, readAnswer, someFlag, someNumber, someText } from "./wire.ts";

const account = z
  .object({
    auth_id: z.string(),
    name: someText,
    account_type: someText,
    billing_mode: someText,
    cash_credits: someNumber,
    auto_recharge: someFlag,
  })
  .transform((body) => ({
    authId: body.auth_id,
    name: body.name,
    type: body.account_type,
    billing: body.billing_mode,
    /** In the account's currency. */
    credits: body.cash_credits,
    autoRecharge: body.auto_recharge,
  }));

export type AccountRecord = z.infer<typeof account>;

export interface AccountApi {
  get: () => Promise<AccountRecord>;
  /** Has the carrier post the answer of a harmless question to `url`, from its own network: the first page of numbers, with one entry. */
  postTo: (url: string) => Promise<Acknowledgement>;
}

/** The account itself and asynchronous answers (plivo-platform 4.1). */
export function accountApi(send: Send): AccountApi {
  return {
    async get() {
      return readAnswer(await send({ method: "GET", path: [] }), account);
    },
    async postTo(url) {
      const query = { limit: 1, callback_url: url, callback_method: "POST" };
      return readAnswer(await send({ method: "GET", path: ["Number"], query }), acknowledgement);
    },
  };
}
