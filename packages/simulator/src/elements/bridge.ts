import { endings } from "../calls/causes.ts";
import type { Input } from "../calls/input-line.ts";
import { keyWatch } from "../calls/key-watch.ts";
import type { Leg } from "../calls/leg.ts";
import { endLeg } from "../calls/lifecycle.ts";
import { note } from "../calls/transcript.ts";
import type { DialAttributes } from "./dial-attempt.ts";
import { postDialEvent } from "./dial-events.ts";
import type { Stage } from "./stage.ts";

/** A and B hear each other; their keys are watched for `digitsMatch` and `hangupOnStar`. The answer parts them. */
export function joinLegs(stage: Stage, dial: DialAttributes, child: Leg): () => void {
  const { world, leg } = stage;
  const watch = (patterns: string | undefined, pressedBy: "ALeg" | "BLeg") =>
    keyWatch(patterns, (match) => {
      postDialEvent(stage, dial, child, "digits", { DialDigitsMatch: match, DialDigitsPressedBy: pressedBy });
    });
  const carry = (from: Leg, to: Leg, onKey: (key: string) => void): (() => void) =>
    from.input.divert((input: Input) => {
      to.farEnd?.input.give(input);
      if (input.kind === "speech") note(world, to, "Heard", { text: input.text });
      else onKey(input.key);
    });
  const keyOfA = watch(dial.digitsMatch, "ALeg");
  const partA = carry(leg, child, (key) => {
    keyOfA(key);
    if (key === "*" && dial.hangupOnStar) endLeg(world, child, endings.otherLegGone(true));
  });
  const partB = carry(child, leg, watch(dial.digitsMatchBLeg, "BLeg"));
  child.onSound = (text) => note(world, leg, "Heard", { text });
  return () => {
    partA();
    partB();
  };
}
