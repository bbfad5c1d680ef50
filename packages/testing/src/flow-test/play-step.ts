import type { EmailEffect } from "@cordboard/contract";
import type { TestStep } from "@cordboard/flow";
import type { ManualClock } from "@cordboard/simulator";
import { durationMs } from "./duration.ts";
import { matcher } from "./matcher.ts";
import type { People } from "./people.ts";
import { StepProblem } from "./step-problem.ts";

/** How long, in virtual time, something that a step waits for may take. */
export const PATIENCE_MS = 120_000;

/** What the steps of a test act on. */
export interface Scene {
  people: People;
  clock: ManualClock;
  /** Takes the first e-mail that fits and that no earlier step has counted. */
  takeMail: (fits: (mail: EmailEffect) => boolean) => boolean;
  /** Throws for faults that the simulator doesn't know. */
  setFaults: (faults: unknown) => void;
  text: (text: string, phone: string | undefined) => void;
  /** Lets time pass until it holds; false when patience ends. */
  until: (holds: () => boolean, patienceMs: number) => Promise<boolean>;
  /** Where the run went so far. */
  path: () => string[];
}

/** Throws a `StepProblem` when it can't be done, or doesn't come true in time. */
export async function playStep(step: TestStep, scene: Scene): Promise<void> {
  const { people, clock } = scene;
  const wait = async (what: string, holds: () => boolean): Promise<void> => {
    if (!(await scene.until(holds, PATIENCE_MS))) throw new StepProblem(`${what} It went ${scene.path().join(" → ") || "nowhere"}.`);
  };
  const phone = "phone" in step ? step.phone : undefined;
  if ("hear" in step) {
    const match = matcher(step.hear);
    await wait(`Nobody heard “${step.hear}”.`, () => people.hears(match, phone));
  } else if ("press" in step) {
    await wait(
      `Nobody could press ${step.press}: no call listens.`,
      () => people.listens(phone) || (phone !== undefined && people.talks(phone)),
    );
    people.press(step.press, phone);
  } else if ("say" in step) {
    await wait(`Nobody could say “${step.say}”: no call listens.`, () => people.listens(phone));
    people.say(step.say, phone);
  } else if ("text" in step) scene.text(step.text, phone);
  else if ("wait" in step) await clock.advance(durationMs(step.wait));
  else if ("faults" in step) scene.setFaults(step.faults);
  else if ("expectCall" in step) await wait(`${step.expectCall.to} was not called.`, () => people.called(step.expectCall.to));
  else if ("expectMessage" in step) {
    const { to, text, media } = step.expectMessage;
    const match = matcher(text);
    await wait(`No text${named(to, text, media?.join(", "))} was sent.`, () => people.texted(to, match, media));
  } else if ("expectEmail" in step) {
    const { to, subject, text } = step.expectEmail;
    const [about, says] = [matcher(subject), matcher(text)];
    await wait(`No e-mail${named(to, subject, text)} was sent.`, () =>
      scene.takeMail((mail) => isFor(mail, to) && about(mail.subject) && (says(mail.text) || says(mail.html))),
    );
  } else if ("answer" in step) {
    await wait("No telephone is ringing.", () => people.rings(phone));
    people.answer(phone);
  } else if ("reject" in step) {
    await wait("No telephone is ringing.", () => people.rings(phone));
    people.reject(phone);
  } else {
    // A caller who is named may give up before anybody answers.
    const givesUp = (): boolean => phone !== undefined && people.hasCalled(phone);
    await wait("No telephone is in a call.", () => people.talks(phone) || givesUp());
    people.hangUp(phone);
  }
}

function named(to: string | undefined, ...phrases: (string | undefined)[]): string {
  const about = phrases.filter((one) => one !== undefined).map((one) => `“${one}”`);
  return `${to === undefined ? "" : ` to ${to}`}${about.length === 0 ? "" : ` with ${about.join(" and ")}`}`;
}

function isFor({ recipients, cc, bcc }: EmailEffect, to: string | undefined): boolean {
  return to === undefined || [...recipients, ...cc, ...bcc].some((one) => one.toLowerCase() === to.toLowerCase());
}
