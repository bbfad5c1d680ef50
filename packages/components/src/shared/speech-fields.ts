import { z } from "zod";
import { SPEECH_MODELS } from "./ask.ts";

/** Settings of the recognition, on every node that listens to words (plivo-platform 1.6). */
export const speechFields = {
  speechModel: z
    .enum(SPEECH_MODELS)
    .default("default")
    .meta({
      title: "Tuned for",
      form: {
        widget: "select",
        advanced: true,
        labels: { default: "Any speech", command_and_search: "Short commands", phone_call: "Talk on the phone" },
        showWhen: { field: "input", is: ["speech", "both"] },
      },
    }),
  profanityFilter: z
    .boolean()
    .default(false)
    .meta({ title: "Star out rude words", form: { advanced: true, showWhen: { field: "input", is: ["speech", "both"] } } }),
};
