import { LIMITS } from "@cordboard/contract";
import { CaptureTag, CaseTag, type Context, evalToken, ForTag, type Template, Value } from "liquidjs";
import { TextEmitter } from "./emitter.ts";
import { paying, spend, weight } from "./work.ts";

const TURNS = "cordboard.turns";

/** Stands first in every loop body and counts the turns of one rendering over all its loops. */
const turnCounter: Omit<Template, "token"> = {
  render(context: Context): void {
    const turns = context.getRegister<number>(TURNS, 0) + 1;
    if (turns > LIMITS.templateLoopTurns) throw new Error(`it loops more than ${LIMITS.templateLoopTurns} times`);
    context.setRegister(TURNS, turns);
  },
};

export class CountedFor extends ForTag {
  constructor(...args: ConstructorParameters<typeof ForTag>) {
    super(...args);
    this.templates.unshift({ token: args[0], ...turnCounter });
  }

  /** Liquid copies an object, and a part of a list, before the first turn. */
  override *render(...args: Parameters<ForTag["render"]>): ReturnType<ForTag["render"]> {
    const [context] = args;
    spend(context, weight(yield evalToken(this.collection, context)) / 10);
    return yield* super.render(...args);
  }
}

/** To find and compare one value of a case, with all that it takes to get there (5 µs where it was slowest). */
const CASE_VALUE = 500;

/** Liquid compares lists item by item here, past the operators that pay for it: `{% case (1..99999) %}{% when (1..99999) %}`. */
export class CountedCase extends CaseTag {
  override *render(...args: Parameters<CaseTag["render"]>): ReturnType<CaseTag["render"]> {
    const [context] = args;
    for (const value of this.arguments())
      spend(
        context,
        CASE_VALUE + weight(value instanceof Value ? yield value.value(context, true) : yield evalToken(value, context, true)) / 4,
      );
    return yield* super.render(...args);
  }
}

/** Liquid's own capture grows without bound (`{% capture a %}{{ a }}{{ a }}{% endcapture %}` in a loop). */
export class BoundedCapture extends CaptureTag {
  override *render(context: Context): Generator<unknown, void, string> {
    const emitter = new TextEmitter({ secretMarkers: false, spend: paying(context) });
    yield this.liquid.renderer.renderTemplates(this.templates, context, emitter);
    context.bottom()[this.variable] = emitter.buffer;
  }
}
