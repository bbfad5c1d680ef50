import { CodedError, type JsonObject } from "@cordboard/contract";
import { Context, toValueSync } from "liquidjs";
import { TextEmitter } from "./emitter.ts";
import { liquid } from "./liquid.ts";
import { hasTemplate, isStackOverflow, parseTemplate, type ParsedTemplate } from "./parse.ts";
import { secretsScope, withoutMarkers } from "./secrets.ts";
import { countWork, paying } from "./work.ts";

export interface RenderOptions {
  /** `{{ secrets.NAME }}` becomes a marker (see secrets.ts) instead of nothing. */
  secretMarkers?: boolean;
}

/**
 * Fills in a text. Values are data: nothing in them is read as a template. What is unknown prints as nothing.
 * Throws CodedError `template_failed` on a text that can't be read or that outgrows its budgets.
 */
export function renderTemplate(text: string, scope: JsonObject, options: RenderOptions = {}): string {
  if (!hasTemplate(text)) return withoutMarkers(text);
  const parsed = parseTemplate(text);
  if (!parsed.ok) throw failed(text, parsed.message);
  try {
    return run(parsed.template, scope, options);
  } catch (error) {
    throw failed(text, reason(error));
  }
}

function run(template: ParsedTemplate, scope: JsonObject, options: RenderOptions): string {
  const secretMarkers = options.secretMarkers ?? false;
  const globals = secretMarkers ? { secrets: secretsScope } : {};
  const context = new Context(scope, liquid.options, { sync: true, globals }, { liquid });
  countWork(context);
  const emitter = new TextEmitter({ secretMarkers, spend: paying(context) });
  toValueSync(liquid.renderer.renderTemplates(template.parts, context, emitter));
  return emitter.buffer;
}

function reason(error: unknown): string {
  if (isStackOverflow(error)) return "it is nested too deeply";
  if (!(error instanceof Error)) return "it can't be filled in";
  if (/memory alloc limit exceeded/.test(error.message)) return "it handles too much text or too long lists";
  return error.message.replace(/, line:\d+, col:\d+$/, "");
}

function failed(text: string, why: string): CodedError {
  const shown = text.length > 60 ? `${text.slice(0, 60)}…` : text;
  return new CodedError("template_failed", `The text “${shown}” could not be filled in: ${why}`);
}
