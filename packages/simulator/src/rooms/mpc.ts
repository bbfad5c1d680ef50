import type { withDefaults } from "@cordboard/plivo";
import type { Leg, Said, UrlRef } from "../calls/leg.ts";
import type { Params } from "../calls/params.ts";
import { plainTime } from "../calls/params.ts";
import { Recorder } from "../calls/recorder.ts";
import { speechMs } from "../elements/prompts.ts";
import type { Stage } from "../elements/stage.ts";
import { Once } from "../time/once.ts";
import type { World } from "../world.ts";
import { type EventCategory, MpcNews } from "./mpc-news.ts";
import { Music } from "./music.ts";
import { soundInRoom, type RoomSound } from "./room-sounds.ts";
import { SoundField } from "./sound-field.ts";

export type MpcAttributes = ReturnType<typeof withDefaults<"MultiPartyCall">>;
export type ExitCause =
  | "Participant Call Hangup"
  | "Kicked Out of Multiparty Call"
  | "Multiparty Call Ended"
  | "Participant Call Transferred";

export interface Participant {
  readonly id: string;
  readonly leg: Leg;
  readonly stage: Stage;
  readonly role: "agent" | "supervisor" | "customer" | "ai-agent";
  readonly attributes: MpcAttributes;
  readonly joinedAt: number;
  readonly left: Once<ExitCause>;
  readonly music: Music;
  exitAt: number | null;
  mute: boolean;
  hold: boolean;
  coachMode: boolean;
  /** Of this one's own track. */
  recorder: Recorder | null;
  close: () => void;
}

/** Why a multi-party call ended (plivo-platform 4.8). */
export const TERMINATIONS = {
  1000: "No Active Participants",
  1010: "Stay Alone Not Permitted",
  2000: "Max Duration Reached",
  3000: "Hangup API Triggered",
} as const;

/**
 * A multi-party call.
 *
 *   Initialized → Active (somebody who may start it came, or REST said so) → Ended
 */
export class MultiPartyCall {
  readonly uuid: string;
  readonly name: string;
  readonly createdAt: number;
  readonly participants = new Map<string, Participant>();
  /** Those who were in it, too. */
  readonly everybody: Participant[] = [];
  readonly said: Said[] = [];
  readonly news: MpcNews;
  status: "Initialized" | "Active" | "Ended" = "Initialized";
  startedAt: number | null = null;
  endedAt: number | null = null;
  termination: keyof typeof TERMINATIONS | null = null;
  recorder: Recorder | null = null;
  /** People who are being called to it: it does not end while one may still come. */
  expected = 0;
  readonly #world: World;
  readonly #sound: SoundField<Participant>;
  #cancelLimit = (): void => undefined;

  constructor(world: World, name: string) {
    this.#world = world;
    this.name = name;
    this.uuid = world.newId();
    this.createdAt = world.time.now();
    this.news = new MpcNews(world, this);
    this.#sound = new SoundField(world, {
      hears: (listener, speaker) => this.#reaches(listener, speaker),
      relaysKeys: (participant) => this.status === "Active" && participant.attributes.relayDTMFInputs && !participant.hold,
      onKey: (participant, key) => this.#tell("ParticipantDigitInput", "participant-digit-input-events", participant, { Digits: key }),
      onSpeech: (participant, text) => this.#spoke(participant, text),
    });
  }

  get stayAlone(): boolean {
    return this.everybody[0]?.attributes.stayAlone ?? false;
  }

  join(stage: Stage, attributes: MpcAttributes): Participant {
    const world = this.#world;
    const participant: Participant = {
      id: String(world.mpcs.nextMemberId()),
      leg: stage.leg,
      stage,
      role: roleOf(attributes.role),
      attributes,
      joinedAt: world.time.now(),
      left: new Once<ExitCause>(),
      music: new Music(stage, "MultiPartyCall"),
      exitAt: null,
      mute: attributes.mute,
      hold: attributes.hold,
      coachMode: attributes.coachMode,
      recorder: null,
      close: () => undefined,
    };
    const first = this.everybody.length === 0;
    this.participants.set(participant.id, participant);
    this.everybody.push(participant);
    this.news.listen(attributes);
    if (first) this.#tell("MPCInitialized", "mpc-state-changes", participant);
    participant.close = this.#sound.join(participant);
    this.#tell("ParticipantJoin", "participant-state-changes", participant);
    const agentIsMissing = attributes.waitForAgent === true && ![...this.participants.values()].some(isAgent);
    if (attributes.startMpcOnEnter && !agentIsMissing) this.activate();
    else if (isAgent(participant) && [...this.participants.values()].some((other) => other.attributes.waitForAgent)) this.activate();
    soundInRoom(world, this.#legs(), "MultiPartyCall", soundRef(attributes.enterSound, attributes.enterSoundMethod), stage);
    this.settle();
    return participant;
  }

  activate(): void {
    const [first] = this.participants.values();
    if (this.status !== "Initialized" || !first) return;
    this.status = "Active";
    this.startedAt = this.#world.time.now();
    const { maxDuration } = this.everybody[0]?.attributes ?? first.attributes;
    this.#cancelLimit = this.#world.time.after(maxDuration * 1_000, () => this.end(2000));
    this.#tell("MPCStart", "mpc-state-changes", first);
    this.settle();
  }

  leave(participant: Participant, cause: ExitCause): void {
    if (!this.participants.delete(participant.id)) return;
    participant.exitAt = this.#world.time.now();
    participant.close();
    participant.music.tune(null);
    participant.recorder?.stop();
    this.#tell("ParticipantExit", "participant-state-changes", participant, { ParticipantExitCause: cause });
    const { exitSound, exitSoundMethod, endMpcOnExit } = participant.attributes;
    if (this.status !== "Ended")
      soundInRoom(this.#world, this.#legs(), "MultiPartyCall", soundRef(exitSound, exitSoundMethod), participant);
    participant.left.fire(cause);
    if (this.status === "Ended") return;
    if (endMpcOnExit) this.end(1000);
    else this.endIfDeserted();
  }

  /** Nobody is left and nobody is called; or one is, who may not stay alone. */
  endIfDeserted(): void {
    if (this.status === "Ended" || this.expected > 0) return this.settle();
    if (this.participants.size === 0) this.end(1000);
    else if (this.participants.size === 1 && this.everybody.length > 1 && !this.stayAlone) this.end(1010);
    else this.settle();
  }

  end(termination: keyof typeof TERMINATIONS): void {
    if (this.status === "Ended") return;
    this.status = "Ended";
    this.endedAt = this.#world.time.now();
    this.termination = termination;
    this.#cancelLimit();
    this.recorder?.stop();
    for (const participant of this.participants.values()) this.leave(participant, "Multiparty Call Ended");
    const last = this.everybody.at(-1);
    if (last) this.#tell("MPCEnd", "mpc-state-changes", last, this.#bill());
  }

  /** Seconds from its start to its end or now. */
  durationSeconds(): number {
    return Math.ceil(((this.endedAt ?? this.#world.time.now()) - (this.startedAt ?? this.createdAt)) / 1_000);
  }

  set(participant: Participant, change: { mute?: boolean; hold?: boolean; coachMode?: boolean }): void {
    const tell = (event: string): void => this.#tell(event, "participant-state-changes", participant);
    if (change.mute !== undefined && change.mute !== participant.mute) {
      participant.mute = change.mute;
      tell(change.mute ? "ParticipantMute" : "ParticipantUnmute");
    }
    if (change.hold !== undefined && change.hold !== participant.hold) {
      participant.hold = change.hold;
      tell(change.hold ? "ParticipantHold" : "ParticipantUnhold");
    }
    if (change.coachMode !== undefined && change.coachMode !== participant.coachMode) {
      participant.coachMode = change.coachMode;
      tell(change.coachMode ? "ParticipantCoachModeStart" : "ParticipantCoachModeStop");
    }
    this.settle();
  }

  /** After something changed: who hears music, and whether it is time to record. */
  settle(): void {
    if (this.status === "Ended") return;
    for (const participant of this.participants.values()) {
      participant.music.tune(this.#musicFor(participant));
      if (participant.attributes.recordParticipantTrack && this.status === "Active" && !participant.recorder) {
        participant.recorder = this.record(participant, "mp3");
      }
    }
    const wanted = this.everybody.find((participant) => participant.attributes.record);
    if (!wanted || this.recorder || this.status !== "Active" || this.participants.size < wanted.attributes.recordMinMemberCount) return;
    this.recorder = this.record(null, wanted.attributes.recordFileFormat === "wav" ? "wav" : "mp3");
  }

  /** Of everybody, or of one. The callback URL is that of REST, else the one of the elements. */
  record(one: Participant | null, format: "mp3" | "wav", callback?: UrlRef): Recorder {
    const about = one ?? this.everybody[0];
    if (!about) throw new Error("a multi-party call without a participant cannot be recorded");
    const to = callback ?? this.#recordingCallback(about);
    const said = one ? one.leg.said : this.said;
    const tell = (event: string, params: Params): void => {
      if (to) this.news.postTo(to, event, about, params);
    };
    const recorder = new Recorder(this.#world, about.leg, {
      format,
      room: { kind: "mpc", name: this.name, uuid: this.uuid, said },
      onReady: (params) => tell("MPCRecordingCompleted", params),
      onPause: (paused, params) => tell(paused ? "MPCRecordingPaused" : "MPCRecordingResumed", params),
    });
    tell("MPCRecordingInitiated", recorder.params());
    const { startRecordingAudio: url, startRecordingAudioMethod } = about.attributes;
    if (url !== undefined) soundInRoom(this.#world, this.#legs(), "MultiPartyCall", soundRef(url, startRecordingAudioMethod), about);
    return recorder;
  }

  /** Stops what `record` began; the room hears so. */
  stopRecording(recorder: Recorder): void {
    recorder.stop();
    const about = this.everybody.find((participant) => participant.attributes.stopRecordingAudio !== undefined);
    if (!about) return;
    const { stopRecordingAudio: url, stopRecordingAudioMethod } = about.attributes;
    soundInRoom(this.#world, this.#legs(), "MultiPartyCall", soundRef(url, stopRecordingAudioMethod), about);
  }

  /** Parameters of `onExitActionUrl` (plivo-platform 2.6). */
  exitParams(participant: Participant): Params {
    return {
      MPCUUID: this.uuid,
      MPCFriendlyName: this.name,
      MemberID: participant.id,
      ParticipantCallUUID: participant.leg.uuid,
      ParticipantJoinTime: plainTime(participant.joinedAt),
      ParticipantEndTime: plainTime(participant.exitAt ?? this.#world.time.now()),
      ParticipantRole: participant.role,
    };
  }

  #tell(event: string, category: EventCategory, participant: Participant, more: Params = {}): void {
    this.news.post(event, category, participant, more);
  }

  #reaches(listener: Participant, speaker: Participant): boolean {
    if (this.status !== "Active" || speaker.mute || speaker.hold || listener.hold) return false;
    return speaker.role !== "supervisor" || !speaker.coachMode || isAgent(listener);
  }

  #spoke(participant: Participant, text: string): void {
    if (this.status !== "Active" || participant.mute || participant.hold) return;
    this.said.push({ at: this.#world.time.now(), text });
    this.#tell("ParticipantSpeakStart", "participant-speak-events", participant);
    this.#world.time.after(speechMs(this.#world, text), () => {
      if (!participant.left.fired) this.#tell("ParticipantSpeakStop", "participant-speak-events", participant);
    });
  }

  #musicFor(participant: Participant): UrlRef | null {
    const { role } = participant;
    const ref = (url: string | undefined, method: "GET" | "POST"): UrlRef | null => (url === undefined ? null : { url, method });
    const from = (has: (attributes: MpcAttributes) => string | undefined): MpcAttributes =>
      [participant, ...this.everybody].find(({ attributes }) => has(attributes) !== undefined)?.attributes ?? participant.attributes;
    if (participant.hold) {
      const agents = from((attributes) => attributes.agentHoldMusicUrl);
      const customers = from((attributes) => attributes.customerHoldMusicUrl);
      return role === "customer"
        ? ref(customers.customerHoldMusicUrl, customers.customerHoldMusicMethod)
        : ref(agents.agentHoldMusicUrl, agents.agentHoldMusicMethod);
    }
    const waits = this.status !== "Active" || (this.participants.size < 2 && this.#world.choices.waitSoundWhenAlone);
    const music = from((attributes) => attributes.waitMusicUrl);
    return waits ? ref(music.waitMusicUrl, music.waitMusicMethod) : null;
  }

  #recordingCallback(about: Participant): UrlRef | null {
    const { attributes } = [about, ...this.everybody].find((one) => one.attributes.recordingCallbackUrl !== undefined) ?? about;
    const { recordingCallbackUrl: url, recordingCallbackMethod: method } = attributes;
    return url === undefined ? null : { url, method };
  }

  #bill(): Params {
    const minutes = Math.ceil(this.durationSeconds() / 60);
    return {
      MPCDuration: String(this.durationSeconds()),
      MPCBilledDuration: String(minutes * 60),
      MPCBilledAmount: (minutes * 0.005).toFixed(5),
    };
  }

  #legs(): Leg[] {
    return [...this.participants.values()].map((participant) => participant.leg);
  }
}

function isAgent({ role }: Participant): boolean {
  return role === "agent" || role === "ai-agent";
}

function roleOf(role: string): Participant["role"] {
  const lower = role.toLowerCase();
  return lower === "agent" || lower === "supervisor" || lower === "ai-agent" ? lower : "customer";
}

function soundRef(sound: string | undefined, method: "GET" | "POST"): RoomSound {
  if (sound === "beep:1" || sound === "beep:2") return sound;
  return sound === undefined || sound === "" || sound === "none" ? null : { url: sound, method };
}
