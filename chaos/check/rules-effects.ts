import type { EffectState, Evidence, Finding } from "./evidence.ts";
import { type Done, effectsDone } from "./effects-asked.ts";

const count = <T>(items: Iterable<T>, nameOf: (item: T) => string): Map<string, number> => {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(nameOf(item), (counts.get(nameOf(item)) ?? 0) + 1);
  return counts;
};

const ofDone = ({ kind, to }: Done): string => `${kind} to ${to}`;
const ofEffect = ({ kind, target }: EffectState): string => `${kind} to ${target}`;
const ASKED: ReadonlySet<string> = new Set(["send_message", "place_call"]);

/** Done more than once at the carrier, or without any effect that says so. */
export function doubledEffects(evidence: Evidence): Finding[] {
  const done = effectsDone(evidence.ledger);
  const findings: Finding[] = [];
  for (const [token, times] of count(done, ({ token }) => token))
    if (times > 1) findings.push({ rule: "doubled", subject: token, what: `the carrier did this effect ${times} times` });
  const references = done.filter(({ reference }) => reference !== null);
  for (const [reference, times] of count(references, (one) => one.reference ?? ""))
    if (times > 1) findings.push({ rule: "doubled", subject: reference, what: `the carrier sent this text ${times} times` });

  const owned = count(
    effectsOf(evidence).filter(({ state }) => state === "done" || state === "begun" || state === "uncertain"),
    ofEffect,
  );
  for (const [what, times] of count(done, ofDone)) {
    const known = owned.get(what) ?? 0;
    if (times > known) findings.push({ rule: "doubled", subject: what, what: `done ${times} times, and only ${known} effects know of it` });
  }
  return findings;
}

/** An effect that is said to be done, and that the carrier was never asked for. */
export function lostEffects(evidence: Evidence): Finding[] {
  const asked = count(effectsDone(evidence.ledger), ofDone);
  const said = count(
    effectsOf(evidence).filter(({ state }) => state === "done"),
    ofEffect,
  );
  const findings: Finding[] = [];
  for (const [what, times] of said) {
    const really = asked.get(what) ?? 0;
    if (really < times) findings.push({ rule: "lost", subject: what, what: `${times} effects say done, the carrier did ${really}` });
  }
  return findings;
}

export interface Doubt {
  /** Left uncertain although the carrier did it. */
  did: EffectState[];
  /** Left uncertain, and the carrier never had the request. */
  never: EffectState[];
}

/** The effects that are still in doubt, told apart by what only the ledger knows. */
export function inDoubt(evidence: Evidence): Doubt {
  const left = effectsOf(evidence).filter(({ state }) => state === "uncertain" || state === "begun");
  const asked = count(effectsDone(evidence.ledger), ofDone);
  for (const effect of effectsOf(evidence)) {
    if (effect.state === "done") asked.set(ofEffect(effect), (asked.get(ofEffect(effect)) ?? 0) - 1);
  }
  const did: EffectState[] = [];
  const never: EffectState[] = [];
  for (const effect of left) {
    const spare = asked.get(ofEffect(effect)) ?? 0;
    if (spare > 0) asked.set(ofEffect(effect), spare - 1);
    (spare > 0 ? did : never).push(effect);
  }
  return { did, never };
}

/** With the carrier's lists nothing may stay in doubt: they show it, or they don't. Whatever is in doubt must be listed for a person. */
export function leftUncertain(evidence: Evidence): Finding[] {
  const { did, never } = inDoubt(evidence);
  const listed = new Set(evidence.listedUncertain);
  const findings: Finding[] = [];
  for (const effect of [...did, ...never]) {
    if (!listed.has(effect.id))
      findings.push({ rule: "left uncertain", subject: effect.id, what: `${ofEffect(effect)} is ${effect.state} and not listed` });
  }
  const says = (effects: EffectState[], what: string): void => {
    for (const effect of effects) findings.push({ rule: "left uncertain", subject: effect.id, what: `${ofEffect(effect)} ${what}` });
  };
  if (evidence.expect.lookUp) says(did, "was done by the carrier, which could say so");
  if (evidence.expect.lists) says(never, "was never asked of the carrier, whose lists say so");
  return findings;
}

const effectsOf = ({ runs }: Evidence): EffectState[] => runs.flatMap(({ effects }) => effects).filter(({ kind }) => ASKED.has(kind));
