import type { JsonObject, NodeIssue, PostEventEffect, StepContext } from "@cordboard/contract";
import { z } from "zod";
import { isTemplate } from "./text.ts";

/*
 * "Also post events to" (phlo.md 7.2): a list of an event and the address that hears of it, on every component where PHLO
 * offers event callbacks. The runtime decides what is posted; the server signs it and tries again for a day.
 */

/** The schema of the setting. `names`: the events of this component; `all` stands for each of them. */
export function eventsField(names: readonly string[]) {
  const entry = z.strictObject({
    event: z
      .enum(["all", ...names])
      .prefault("all")
      .meta({ title: "Event", form: { widget: "select" } }),
    url: z.string().meta({ title: "Address", form: { widget: "url", placeholder: "https://example.com/events" } }),
  });
  return z
    .array(entry)
    .max(20)
    .default([])
    .meta({
      title: "Also post events to",
      description: "Signed JSON with what is known, sent again for a day until it is taken.",
      form: { widget: "events", advanced: true },
    });
}

export interface EventTarget {
  event: string;
  url: string;
}

/** Codes: event_without_url, bad_event_url. */
export function checkEvents(events: readonly EventTarget[]): NodeIssue[] {
  return events.flatMap(({ url }, index): NodeIssue[] => {
    const field = `events.${index}.url`;
    if (!url.trim()) return [{ level: "error", code: "event_without_url", message: "Say where to post it, or remove the line.", field }];
    if (isTemplate(url) || /^https?:\/\/[^\s/]+/i.test(url.trim())) return [];
    return [{ level: "error", code: "bad_event_url", message: "The address must begin with https://. Correct it.", field }];
  });
}

/** What hears of an event, as effects. `data`: the node's variables. Addresses that turned out empty are left out. */
export function postEvents(
  events: readonly EventTarget[],
  event: string,
  data: JsonObject,
  ctx: Pick<StepContext, "newId" | "node" | "leg">,
): PostEventEffect[] {
  const heard = events.filter((target) => (target.event === "all" || target.event === event) && /^https?:\/\//i.test(target.url.trim()));
  return heard.map(({ url }) => ({
    id: ctx.newId(),
    kind: "post_event",
    url: url.trim(),
    event,
    node: ctx.node.name,
    callUuid: ctx.leg?.callUuid ?? "",
    data,
  }));
}
