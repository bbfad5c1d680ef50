import type { Trap } from "./cut-proxy.ts";

/** Passes `bytes` of answers on one connection, then breaks it in the middle of whatever it carries. */
export function cutAfterBytes(bytes: number): Trap {
  const key = {};
  return (direction, chunk, link) => {
    if (direction === "up") return "pass";
    const seen = Number(link.notes.get(key) ?? 0) + chunk.length;
    link.notes.set(key, seen);
    return seen > bytes ? "cut" : "pass";
  };
}

/** The database commits, and whoever asked for it never hears of it: what is marked is passed on, its answer is not. */
export function cutAfterMark(): Trap {
  const committing = new Set<number>();
  return (direction, _chunk, link, marked) => {
    if (marked) committing.add(link.id);
    return direction === "down" && committing.has(link.id) ? "cut" : "pass";
  };
}

/** A request that makes the carrier do something: a text, or a call. */
const EFFECT = /^POST \S+\/(?:Message|Call)\/ HTTP/;

/** The request of an effect reaches the proxy, and `then` is called before the carrier has seen it. It is not passed on. */
export function atEffectRequest(then: () => void): Trap {
  return (direction, chunk) => {
    if (direction === "down" || !EFFECT.test(chunk.toString("latin1", 0, 200))) return "pass";
    then();
    return "cut";
  };
}

/** The carrier has done it, and `then` is called before anybody has heard of it. The answer is not passed on. */
export function atEffectAnswer(then: () => void): Trap {
  const asked = new Set<number>();
  return (direction, chunk, link) => {
    if (direction === "up") {
      if (EFFECT.test(chunk.toString("latin1", 0, 200))) asked.add(link.id);
      return "pass";
    }
    if (!asked.has(link.id)) return "pass";
    then();
    return "cut";
  };
}
