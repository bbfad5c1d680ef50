import { LIMITS } from "@cordboard/contract";
import { CaptureTag, type Context, ForTag, type Template } from "liquidjs";
import { TextEmitter } from "./emitter.ts";

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
}

/** Liquid's own capture grows without bound (`{% capture a %}{{ a }}{{ a }}{% endcapture %}` in a loop). */
export class BoundedCapture extends CaptureTag {
  override *render(context: Context): Generator<unknown, void, string> {
    const emitter = new TextEmitter({ secretMarkers: false });
    yield this.liquid.renderer.renderTemplates(this.templates, context, emitter);
    context.bottom()[this.variable] = emitter.buffer;
  }
}
