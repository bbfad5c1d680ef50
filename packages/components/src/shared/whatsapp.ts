import type { JsonObject, NodeIssue } from "@cordboard/contract";
import { z } from "zod";

/*
 * What WhatsApp takes besides text (plivo-platform 4.3): a template that Meta has approved, which may begin a conversation,
 * and buttons, a list or a link inside one.
 */

const word = (title: string, most: number, description?: string) =>
  z
    .string()
    .default("")
    .meta({ title, ...(description && { description: `${description} At most ${most} characters.` }), form: { widget: "template" } });

const option = z.strictObject({
  name: z.string().default("").meta({ title: "Words", description: "What people tap." }),
  id: z.string().default("").meta({ title: "Id", description: "Left empty: the words." }),
  description: z.string().default("").meta({ title: "Description" }),
});

const around = {
  header: word("Header", 60, "Above the text."),
  footer: word("Footer", 60, "Below the text, small."),
};

export const whatsApp = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("text").meta({ title: "Text" }) }),
  z.strictObject({
    kind: z.literal("template"),
    name: z.string().default("").meta({ title: "Template", description: "As it was approved." }),
    language: z.string().default("en_US").meta({ title: "Language", description: "As it was approved, such as en_US." }),
    values: z
      .array(z.string())
      .max(50)
      .default([])
      .meta({ title: "Values", description: "For {{1}}, {{2}} … of its text.", form: { widget: "list" } }),
    components: z
      .array(z.record(z.string(), z.json()))
      .max(20)
      .default([])
      .meta({
        title: "Other parts",
        description: "Headers, buttons and cards, as the carrier takes them.",
        form: { widget: "json", advanced: true },
      }),
  }),
  z.strictObject({
    kind: z.literal("buttons"),
    options: z
      .array(option)
      .max(3)
      .default([])
      .meta({ title: "Buttons", form: { widget: "choices" } }),
    ...around,
  }),
  z.strictObject({
    kind: z.literal("list"),
    button: word("Button", 20, "What opens the list."),
    options: z
      .array(option)
      .max(10)
      .default([])
      .meta({ title: "Lines", form: { widget: "choices" } }),
    ...around,
  }),
  z.strictObject({
    kind: z.literal("link"),
    button: word("Button", 20, "What people tap."),
    url: z
      .string()
      .default("")
      .meta({ title: "Leads to", form: { widget: "url" } }),
    ...around,
  }),
]);
export type WhatsApp = z.infer<typeof whatsApp>;
type Option = z.infer<typeof option>;

const MOST = { text: 4_096, body: 1_024, around: 60, button: 20, line: 24, description: 72 } as const;

/** Codes: template_name_missing, options_missing, option_name_missing, button_missing, link_missing, whatsapp_too_long. */
export function checkWhatsApp(w: WhatsApp, { text, media }: { text: string; media: readonly string[] }): NodeIssue[] {
  const issues: NodeIssue[] = [];
  const add = (code: string, message: string, field: string) => issues.push({ level: "error", code, message, field });
  const fits = (value: string, most: number, field: string) => {
    if (value.length > most && !value.includes("{"))
      add("whatsapp_too_long", `WhatsApp takes at most ${most} characters here; shorten it.`, field);
  };
  if (w.kind === "template") {
    if (!w.name.trim()) add("template_name_missing", "Say which template to send.", "whatsapp.name");
    return issues;
  }
  fits(text, w.kind === "text" ? MOST.text : MOST.body, "text");
  if (w.kind === "text") return issues;
  if (!text.trim()) add("text_missing", "Buttons and lists stand below a text. Write it.", "text");
  if (media.length > 0)
    add("media_not_sent", "A message with buttons or a list carries no files. Remove them, or send them first.", "media");
  fits(w.header, MOST.around, "whatsapp.header");
  fits(w.footer, MOST.around, "whatsapp.footer");
  if (w.kind !== "buttons") {
    if (!w.button.trim()) add("button_missing", "Write what stands on the button.", "whatsapp.button");
    fits(w.button, MOST.button, "whatsapp.button");
  }
  if (w.kind === "link") {
    if (!w.url.trim()) add("link_missing", "Say where the button leads.", "whatsapp.url");
    return issues;
  }
  if (w.options.length === 0) add("options_missing", "There is nothing to tap. Add a line.", "whatsapp.options");
  for (const [index, one] of w.options.entries()) {
    const at = `whatsapp.options.${index}`;
    if (!one.name.trim()) add("option_name_missing", "Write what people tap.", `${at}.name`);
    fits(one.name, w.kind === "buttons" ? MOST.button : MOST.line, `${at}.name`);
    fits(one.description, MOST.description, `${at}.description`);
  }
  return issues;
}

/** The parts of a request that are not the text, as the carrier takes them. */
export function whatsAppParts(w: WhatsApp, text: string): { template?: JsonObject; interactive?: JsonObject } {
  if (w.kind === "text") return {};
  if (w.kind === "template") {
    const body = w.values.length > 0 ? [{ type: "body", parameters: w.values.map((value) => ({ type: "text", text: value })) }] : [];
    return { template: { name: w.name.trim(), language: w.language.trim(), components: [...body, ...w.components] } };
  }
  const header = w.header.trim() ? { header: { type: "text", text: w.header } } : {};
  const footer = w.footer.trim() ? { footer: { text: w.footer } } : {};
  return { interactive: { type: TYPES[w.kind], ...header, body: { text }, ...footer, action: actionOf(w) } };
}

const TYPES = { buttons: "button", list: "list", link: "cta_url" } as const;

function actionOf(w: Extract<WhatsApp, { kind: "buttons" | "list" | "link" }>): JsonObject {
  switch (w.kind) {
    case "buttons":
      return { buttons: w.options.map((one) => ({ id: idOf(one), title: one.name })) };
    case "list": {
      const rows = w.options.map((one) => ({ id: idOf(one), title: one.name, ...(one.description && { description: one.description }) }));
      return { buttons: [{ title: w.button }], sections: [{ title: w.button, rows }] };
    }
    case "link":
      return { buttons: [{ title: w.button, cta_url: w.url }] };
  }
}

const idOf = ({ id, name }: Option): string => id || name;
