import { z } from "zod";
import { SOUND_LABELS, SOUNDS } from "./rooms.ts";

/* Settings that a conference and a multi-party call both have, each time under another name. */

export const sound = (title: string, initial: (typeof SOUNDS)[number]) =>
  z
    .enum(SOUNDS)
    .default(initial)
    .meta({ title, form: { widget: "segmented", advanced: true, labels: SOUND_LABELS } });

export const onOff = (title: string, initial: boolean, description?: string) =>
  z
    .boolean()
    .default(initial)
    .meta({ title, ...(description && { description }), form: { advanced: true } });
