import type { withDefaults } from "@cordboard/plivo";
import { keyWatch } from "../calls/key-watch.ts";
import type { Leg, Said, UrlRef } from "../calls/leg.ts";
import { type CallbackQueue, postCallback } from "../calls/posts.ts";
import { type Params, callParams } from "../calls/params.ts";
import { Recorder } from "../calls/recorder.ts";
import type { Stage } from "../elements/stage.ts";
import { Once } from "../time/once.ts";
import type { World } from "../world.ts";
import { Music } from "./music.ts";
import { soundInRoom } from "./room-sounds.ts";
import { SoundField } from "./sound-field.ts";

export type ConferenceAttributes = ReturnType<typeof withDefaults<"Conference">>;

export interface ConferenceMember {
  readonly id: string;
  readonly leg: Leg;
  readonly stage: Stage;
  readonly attributes: ConferenceAttributes;
  readonly joinedAt: number;
  /** Out of the room, whatever became of the call. */
  readonly left: Once<void>;
  readonly music: Music;
  muted: boolean;
  deaf: boolean;
  close: () => void;
}

const EVENTS = {
  enter: "ConferenceEnter",
  exit: "ConferenceExit",
  digits: "ConferenceDigitsMatch",
  floor: "ConferenceFloor",
  record: "ConferenceRecord",
} as const;

/**
 * A conference room. It exists while somebody is in it.
 *
 *   waiting (nobody came who may start it) → running → over
 */
export class Conference {
  readonly uuid: string;
  readonly name: string;
  readonly startedAt: number;
  readonly members = new Map<string, ConferenceMember>();
  readonly recorders = new Set<Recorder>();
  readonly callbacks: CallbackQueue = { tail: Promise.resolve() };
  readonly said: Said[] = [];
  readonly over = new Once<void>();
  running = false;
  readonly #world: World;
  readonly #sound: SoundField<ConferenceMember>;
  #recorded = false;
  #floor: ConferenceMember | null = null;
  readonly #keyed = new Map<ConferenceMember, (key: string) => void>();
  #everHadTwo = false;
  #cancelLimit = (): void => undefined;

  constructor(world: World, name: string) {
    this.#world = world;
    this.name = name;
    this.uuid = world.newId();
    this.startedAt = world.time.now();
    this.#sound = new SoundField(world, {
      hears: (listener, speaker) => this.running && !speaker.muted && !listener.deaf,
      relaysKeys: (member) => this.running && !member.muted && member.attributes.relayDTMF,
      onKey: (member, key) => this.#keyed.get(member)?.(key),
      onSpeech: (member, text) => this.#spoke(member, text),
    });
  }

  enter(stage: Stage, attributes: ConferenceAttributes): ConferenceMember {
    const { leg } = stage;
    const member: ConferenceMember = {
      id: String(this.#world.conferences.nextMemberId()),
      leg,
      stage,
      attributes,
      joinedAt: this.#world.time.now(),
      left: new Once<void>(),
      music: new Music(stage, "Conference"),
      muted: attributes.muted,
      deaf: false,
      close: () => undefined,
    };
    if (this.members.size === 0) this.#cancelLimit = this.#world.time.after(attributes.timeLimit * 1_000, () => this.end());
    leg.conferenceUuid = this.uuid;
    this.members.set(member.id, member);
    this.running ||= attributes.startConferenceOnEnter;
    this.#everHadTwo ||= this.members.size > 1;
    this.#listenToKeys(member);
    member.close = this.#sound.join(member);
    this.post(member, "enter");
    if (this.running) soundInRoom(this.#world, this.legs(), "Conference", entrySound(attributes), stage);
    this.#settle();
    return member;
  }

  /** Out of the room: kicked, by `*`, because the room ended or the call did. */
  leave(member: ConferenceMember): void {
    if (!this.members.delete(member.id)) return;
    member.close();
    member.music.tune(null);
    this.#keyed.delete(member);
    if (this.#floor === member) this.#floor = null;
    this.post(member, "exit");
    if (this.running) soundInRoom(this.#world, this.legs(), "Conference", soundRef(member.attributes.exitSound), { ...member.stage });
    member.left.fire();
    const last = [...this.members.values()];
    const lonely = this.#everHadTwo && last.length === 1 && last[0]?.attributes.stayAlone === false;
    if (member.attributes.endConferenceOnExit || lonely || last.length === 0) this.end();
    else this.#settle();
  }

  /** Everybody leaves; what their documents say next runs. */
  end(): void {
    if (!this.over.fire()) return;
    this.#cancelLimit();
    this.#world.conferences.forget(this);
    for (const recorder of this.recorders) recorder.stop();
    for (const member of this.members.values()) this.leave(member);
  }

  legs(): Leg[] {
    return [...this.members.values()].map((member) => member.leg);
  }

  /** Parameters of the action and of the callbacks (plivo-platform 2.6, 2.7). */
  params(member: ConferenceMember): Params {
    const recording = [...this.recorders].at(-1)?.recording;
    return {
      ConferenceName: this.name,
      ConferenceUUID: this.uuid,
      ConferenceMemberID: member.id,
      ...(recording && { RecordUrl: recording.url, RecordingID: recording.id }),
    };
  }

  post(member: ConferenceMember, action: keyof typeof EVENTS, more: Params = {}): void {
    const { callbackUrl: url, callbackMethod: method } = member.attributes;
    if (url === undefined) return;
    const event = this.#world.choices.conferenceEvents ? EVENTS[action] : undefined;
    const params = { ...callParams(this.#world, member.leg, event), ConferenceAction: action, ...this.params(member), ...more };
    postCallback(this.#world, member.leg, "Conference", { kind: "conference callback", url, method, params }, this.callbacks);
  }

  record(
    leg: Leg,
    options: { format: "mp3" | "wav"; callback?: UrlRef; transcription?: UrlRef; onReady?: (params: Params) => void },
  ): Recorder {
    const room = { kind: "conference" as const, name: this.name, uuid: this.uuid, said: this.said };
    const recorder = new Recorder(this.#world, leg, { ...options, room });
    this.recorders.add(recorder);
    return recorder;
  }

  #listenToKeys(member: ConferenceMember): void {
    const watch = keyWatch(member.attributes.digitsMatch, (match) => this.post(member, "digits", { ConferenceDigitsMatch: match }));
    this.#keyed.set(member, (key) => {
      watch(key);
      if (key === "*" && member.attributes.hangupOnStar) this.leave(member);
    });
  }

  #spoke(member: ConferenceMember, text: string): void {
    if (!this.running || member.muted) return;
    this.said.push({ at: this.#world.time.now(), text });
    if (this.#floor === member) return;
    this.#floor = member;
    if (member.attributes.floorEvent) this.post(member, "floor");
  }

  /** After somebody came or went: who hears music, and whether it is time to record. */
  #settle(): void {
    const alone = this.members.size < 2;
    for (const member of this.members.values()) {
      const { waitSound } = member.attributes;
      const waits = !this.running || (alone && this.#world.choices.waitSoundWhenAlone);
      member.music.tune(waits && waitSound !== undefined ? { url: waitSound, method: "POST" } : null);
      const enough = !alone || member.attributes.recordWhenAlone === true;
      if (member.attributes.record && this.running && enough && !this.#recorded) this.#recordFor(member);
    }
  }

  /** One file for the room, for the first member whose element asks for one. */
  #recordFor(member: ConferenceMember): void {
    this.#recorded = true;
    const { recordFileFormat: format, transcriptionType, transcriptionUrl: url, transcriptionMethod: method } = member.attributes;
    this.record(member.leg, {
      format,
      onReady: (params) => this.post(member, "record", params),
      ...(transcriptionType !== undefined && url !== undefined && { transcription: { url, method } }),
    });
  }
}

function entrySound({ enterSound, beep }: ConferenceAttributes): UrlRef | "beep:1" | "beep:2" | null {
  return enterSound === undefined && beep ? "beep:1" : soundRef(enterSound);
}

function soundRef(sound: string | undefined): UrlRef | "beep:1" | "beep:2" | null {
  if (sound === "beep:1" || sound === "beep:2") return sound;
  return sound === undefined || sound === "" || sound === "none" ? null : { url: sound, method: "POST" };
}

/** The conferences that somebody is in, by name. */
export class ConferenceBook {
  readonly #live = new Map<string, Conference>();
  #members = 0;

  find(name: string): Conference | undefined {
    return this.#live.get(name);
  }

  open(world: World, name: string): Conference {
    const known = this.#live.get(name);
    if (known) return known;
    const conference = new Conference(world, name);
    this.#live.set(name, conference);
    return conference;
  }

  all(): Conference[] {
    return [...this.#live.values()];
  }

  forget(conference: Conference): void {
    if (this.#live.get(conference.name) === conference) this.#live.delete(conference.name);
  }

  nextMemberId(): number {
    return ++this.#members;
  }

  clear(): void {
    this.#live.clear();
  }
}
