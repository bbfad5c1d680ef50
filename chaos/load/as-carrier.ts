import { sleep } from "../world/processes.ts";
import { answered, type NoReply, type Reply } from "../world/route.ts";
import type { World } from "../world/world.ts";
import { type Fields, signed } from "./sign.ts";

/** How the carrier goes on when a try fails. */
export interface Patience {
  /** Tries after the first. */
  retries: number;
  gapMs: number;
}
/** What our URLs ask for (`#rc=3&rp=ct,rt,5xx`), one second apart. */
export const VOICE: Patience = { retries: 3, gapMs: 1_000 };
/** For storms, in which a replica is away more often than it is there: calls that everybody gives up test nothing. */
export const STUBBORN: Patience = { retries: 12, gapMs: 900 };
/** The platform's 60, 120 and 240 s, in a hurry: the sum outlasts any outage of the schedule. */
export const TEXT: Patience = { retries: 12, gapMs: 2_000 };

export interface Ask {
  path: string;
  fields: Fields;
  patience: Patience;
  /** How often each try goes out at the same time; the first answer counts. */
  copies?: number;
}

/** Webhooks of our own making, with the platform's signatures, repeats and patience. Answers the body, or null when it gave up. */
export async function ask(world: World, { path, fields, patience, copies = 1 }: Ask): Promise<Reply | null> {
  const body = new URLSearchParams(fields).toString();
  const once = (): Promise<Reply | NoReply> =>
    world.route.send({ method: "POST", path, headers: signed(world.balancer.url + path, fields), body });
  for (let tries = 0; ; tries++) {
    const replies = await Promise.all(Array.from({ length: copies }, once));
    const good = replies.filter(answered).find(({ status }) => status < 300);
    if (good) return good;
    const refused = replies.filter(answered).find(({ status }) => status < 500);
    if (refused || tries >= patience.retries) return null;
    await sleep(patience.gapMs);
  }
}

/** What a document asks of the carrier, as far as this load plays it. */
export interface Asked {
  action: string | null;
  redirect: string | null;
  waitSeconds: number;
  text: string;
}

const unescape = (text: string): string => text.replace(/&amp;/g, "&");
const pathOf = (url: string): string => new URL(unescape(url)).pathname;

export function readDocument(xml: string): Asked {
  const action = /<(?:GetDigits|GetInput)\b[^>]*\baction="([^"]+)"/.exec(xml)?.[1];
  const redirect = /<Redirect\b[^>]*>([^<]+)<\/Redirect>/.exec(xml)?.[1];
  const text = [...xml.matchAll(/<Speak\b[^>]*>([^<]*)<\/Speak>/g)].map(([, words]) => words ?? "").join(" ");
  return {
    action: action ? pathOf(action) : null,
    redirect: redirect ? pathOf(redirect.trim()) : null,
    waitSeconds: Number(/<Wait\b[^>]*\blength="(\d+)"/.exec(xml)?.[1] ?? 0),
    text,
  };
}
