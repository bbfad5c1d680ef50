import { LIMITS } from "@cordboard/contract";
import type { ReplyChains } from "../store/guards/reply-chains.ts";

/**
 * Two machines that answer each other (two flows of ours, or a flow and somebody's auto-reply) would go on until the money is
 * gone. Texts between two numbers are counted per hour, in both directions together and over all replicas:
 *
 *   a text comes in ─► counted ─┬─ few ─► its run begins
 *                               └─ too many quick ones, or too many at all ─► its run ends at once, `failed`, `reply_storm`
 *
 * People stay below: nobody answers thirty times an hour within ten seconds.
 */
export interface ReplyStorms {
  /** True: this text is not to be answered. */
  isStorm: (text: { from: string; to: string; uuid: string }) => Promise<boolean>;
}

export function createReplyStorms(chains: ReplyChains): ReplyStorms {
  return {
    isStorm: async (text) => {
      const { texts, quick } = await chains.add(text);
      return quick > LIMITS.replyChainQuickPerHour || texts > LIMITS.replyChainTextsPerHour;
    },
  };
}
