import { defineManifest, type ExitSpec, type JsonObject } from "@cordboard/contract";
import { z } from "zod";
import { FAILED } from "../shared/exits.ts";
import { eventsField } from "../shared/post-events.ts";
import { formatField } from "../shared/recording.ts";
import { callerMayChooseFace, callerMayChooseField, recipientDestinations, recipientsFace } from "../shared/recipients.ts";
import { onOff, sound } from "../shared/room-fields.ts";
import { nameFrom, shorten } from "../shared/text.ts";
import { checkMultiParty } from "./check.ts";
import { VARIABLES } from "./variables.ts";

const audio = (title: string, description: string) =>
  z
    .string()
    .default("")
    .meta({ title, description, form: { widget: "audio" } });

const config = z.strictObject({
  room: z
    .string()
    .default("call_{{ run.id }}")
    .meta({ title: "Name", description: "One call of that name at a time: keep the run's id in it, unless others are to join." }),
  dialing: z
    .enum(["customer_dials_in", "agent_dials_customer"])
    .default("customer_dials_in")
    .meta({
      title: "Who is on the line",
      form: { widget: "segmented", labels: { customer_dials_in: "A customer", agent_dials_customer: "An agent" } },
    }),
  role: z
    .enum(["auto", "agent", "customer", "supervisor"])
    .default("auto")
    .meta({
      title: "Joins as",
      form: {
        widget: "select",
        advanced: true,
        labels: { auto: "What the line above says", agent: "Agent", customer: "Customer", supervisor: "Supervisor" },
      },
    }),
  from: z
    .string()
    .default("{{ number }}")
    .meta({ title: "From", description: "The number that called people see: one of yours.", form: { widget: "phone", sender: "voice" } }),
  to: z
    .array(z.string())
    .default([])
    .meta({
      title: "Call in",
      description: "The other side, tried one after another. Left empty: called by API.",
      form: { widget: "phones" },
    }),
  ringSeconds: z
    .number()
    .int()
    .min(5)
    .max(120)
    .default(45)
    .meta({ title: "Ring at most", form: { unit: "s" } }),
  waitMusic: audio("Music while waiting", "Until somebody else is there."),
  customerHoldMusic: audio("Music of customers on hold", "An address or an uploaded file."),
  agentHoldMusic: audio("Music of agents on hold", "An address or an uploaded file."),
  voicemailDrop: audio("Voicemail drop", "Played to the other side when the API asks for voicemail_drop."),
  maxSeconds: z
    .number()
    .int()
    .min(300)
    .max(28_800)
    .default(14_400)
    .meta({ title: "Lasts at most", form: { unit: "s", advanced: true } }),
  maxMembers: z
    .number()
    .int()
    .min(2)
    .max(10)
    .default(10)
    .meta({ title: "Members at most", form: { advanced: true } }),
  startOnEnter: onOff("Starts the call", true, "Off: this one waits until somebody comes who starts it."),
  endOnExit: onOff("Ends for all on leaving", false),
  stayAlone: onOff("May stay alone", false, "Off: it ends when one is left and nobody is called."),
  muted: onOff("Joins muted", false),
  coach: onOff("Supervisors are heard by agents only", true),
  enterSound: sound("Sound when somebody comes", "beep"),
  exitSound: sound("Sound when somebody leaves", "double_beep"),
  record: z
    .string()
    .default("off")
    .meta({
      title: "Record",
      description: "off, always, or a template that prints true or false.",
      form: { widget: "template", advanced: true },
    }),
  recordFormat: formatField(),
  events: eventsField(["enter", "exit", "hold", "unhold", "mute", "unmute", "start", "end", "record", "completed"]),
  callerMayChoose: callerMayChooseField(),
});

export type MultiPartyConfig = z.infer<typeof config>;

export const multiPartyCall = defineManifest({
  type: "multi_party_call",
  version: 1,
  title: "Multi-Party Call",
  summary: "Agents and customers on one call, with hold and transfers, steered by API.",
  group: "call",
  icon: "users-round",
  keywords: ["mpc", "transfer", "hold", "warm transfer", "contact center", "supervisor", "agent", "three way"],
  needsCall: true,
  waits: true,
  steered: "multi_party_call",
  config,
  defaults: (): JsonObject => ({ to: [] }),
  destinations: recipientDestinations,
  exits: (): ExitSpec<"completed" | "failed">[] => [{ id: "completed", label: "Completed" }, FAILED],
  variables: () => VARIABLES,
  face: (c) => [
    c.to.some((one) => one.trim()) ? `Calls ${recipientsFace(c.to)} → ${c.ringSeconds} s` : "Waits for people called by API",
    c.dialing === "customer_dials_in" ? "A customer is on the line" : "An agent is on the line",
    ...(c.room === "call_{{ run.id }}" ? [] : [`Named ${shorten(c.room.trim() || "…", 40)}`]),
    ...callerMayChooseFace(c),
  ],
  suggestName: (c) => (c.room.includes("{{") ? null : nameFrom("Party", c.room)),
  check: checkMultiParty,
});
