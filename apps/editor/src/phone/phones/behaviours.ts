import type { JsonObject } from "@cordboard/contract";

/** What an outside phone does when it is called, as a script of `POST /sim/numbers`; null: it rings until somebody answers here. */
export interface Behaviour {
  id: string;
  label: string;
  script: JsonObject | null;
}

export const BEHAVIOURS: readonly Behaviour[] = [
  { id: "rings", label: "Rings here, you answer", script: null },
  { id: "answers", label: "Answers after 2 s", script: { answerAfterSeconds: 2 } },
  { id: "short", label: "Answers, hangs up after 10 s", script: { answerAfterSeconds: 2, steps: [{ afterSeconds: 10, hangup: true }] } },
  { id: "busy", label: "Is busy", script: { busy: true } },
  { id: "no_answer", label: "Doesn’t answer", script: { noAnswer: true } },
  { id: "rejects", label: "Declines the call", script: { answerAfterSeconds: 2, reject: true } },
  { id: "voicemail", label: "Has voicemail answer", script: { answerAfterSeconds: 4, machine: true } },
  { id: "out_of_service", label: "Is out of service", script: { fails: 2010 } },
];

export const behaviourOf = (id: string): Behaviour | undefined => BEHAVIOURS.find((behaviour) => behaviour.id === id);
