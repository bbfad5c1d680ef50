import { runtimes } from "@cordboard/components/runtime";
import { advance, compileFlow } from "@cordboard/engine";
import { carrierUrls } from "@cordboard/carrier";
import { parseDocument, registry } from "@cordboard/flow";
import { PUBLIC_URL } from "../flow-test/memory-host.ts";
import type { RecordedRun, RecordedStep } from "./corpus-file.ts";

/**
 * What differs when this program continues a run that another release stored, each event from the run as it lay in the
 * store then; empty when nothing does. What is merely new (a field that was not there) is no difference: releases expand.
 */
export function replayRun({ flow: stored, steps }: RecordedRun): string[] {
  const parsed = parseDocument(stored);
  if (!parsed.document) return [`its flow can't be read: ${JSON.stringify(parsed.issues)}`];
  const flow = compileFlow(parsed.document, { registry, runtimes });
  return steps.flatMap(({ before, event, ids, randoms, advance: was }: RecordedStep, n) => {
    const drawn = [...ids];
    const chances = [...randoms];
    const urls = carrierUrls(PUBLIC_URL);
    const now = advance(flow, structuredClone(before), event, {
      newId: () => drawn.shift() ?? "an id that was not drawn then",
      random: () => chances.shift() ?? 0,
      onFault: (error) => {
        throw error;
      },
      urls: {
        step: urls.step,
        document: urls.document,
        media: (id) => (/^https?:/.test(id) ? id : `${PUBLIC_URL}/media/${id}`),
        recording: (id) => `${PUBLIC_URL}/recordings/${id}`,
      },
    });
    const different = difference(was, JSON.parse(JSON.stringify(now)), "");
    return different === null ? [] : [`event ${n + 1} (${event.type}): ${different}`];
  });
}

/** The first place where `now` isn't what it `was`. */
function difference(was: unknown, now: unknown, at: string): string | null {
  if (Array.isArray(was)) {
    if (!Array.isArray(now) || now.length !== was.length) return `${at}: ${short(was)} is ${short(now)}`;
    return firstOf(was.map((value, i) => () => difference(value, now[i], `${at}[${i}]`)));
  }
  if (typeof was === "object" && was !== null) {
    if (typeof now !== "object" || now === null || Array.isArray(now)) return `${at}: ${short(was)} is ${short(now)}`;
    const has: Record<string, unknown> = { ...now };
    return firstOf(
      Object.entries(was).map(
        ([key, value]) =>
          () =>
            difference(value, has[key], `${at}.${key}`),
      ),
    );
  }
  return was === now ? null : `${at}: ${short(was)} is ${short(now)}`;
}

function firstOf(looks: (() => string | null)[]): string | null {
  for (const look of looks) {
    const found = look();
    if (found !== null) return found;
  }
  return null;
}

const short = (value: unknown): string => (JSON.stringify(value) ?? "nothing").slice(0, 120);
