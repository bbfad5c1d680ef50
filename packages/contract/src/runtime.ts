import type { Verb } from "@cordboard/plivo";
import type { Leg } from "./call.ts";
import type { Effect } from "./effects.ts";
import type { StepEvent, Trigger } from "./events.ts";
import type { Json, JsonObject } from "./json.ts";
import type { Hears } from "./messages.ts";
import type { AnyManifest, ConfigOf, ExitOf } from "./manifest.ts";

/** How long a call may last and what it may cost. Null: no limit, or a price that nobody has told. */
export interface CallLimits {
  maxSeconds: number | null;
  /** In the carrier's currency. */
  maxPrice: number | null;
  /** To the dearest of those who are called. */
  pricePerMinute: number | null;
}

/** What a step may see. Everything in it is deterministic: same inputs, same outcome. */
export interface StepContext {
  node: { id: string; name: string };
  run: { id: string };
  flow: { id: string; name: string; language: string };
  /** ms since the epoch. */
  now: number;
  newId: () => string;
  /** 0 ≤ x < 1. */
  random: () => number;
  trigger: Trigger;
  /** Our number in this run, if it has one. */
  number: string | null;
  /** The other party's number. */
  contact: string | null;
  /** The live call this step talks to, or null. `status` "ringing" means not answered yet. */
  leg: Leg | null;
  /** The carrier's ids of what was recorded in this run, oldest first. */
  recordings: readonly string[];
  /** BCP-47 of the contact, else of the flow. */
  language: string;
  /** Exits of this node that have a cord. */
  wired: ReadonlySet<string>;
  /** What the node's last visit on this path wanted kept (`keep`), or null. */
  kept: Json;
  /** What the node has written in this run so far, as `{{ <NodeName>.* }}`. */
  own: JsonObject;
  /** What the limits on sending say of a call to these numbers. */
  callLimits: (to: readonly string[]) => CallLimits;
  /** Absolute URLs of the wait this step may begin. They are good for one wait only. */
  urls: {
    /** For `action` attributes: the answer continues the call. */
    action: string;
    /** Where the Redirect for silence goes; the engine appends that Redirect itself. */
    redirect: string;
    /** For `callbackUrl` attributes: news, no XML in the answer. */
    callback: string;
    /** For attributes that want a URL of XML with Play/Speak/Wait (confirmSound, dialMusic): serves `wait.documents[name]`. */
    document: (name: string) => string;
    /** Turns a media id (an upload) into a URL for the carrier; a URL stays as it is. */
    media: (idOrUrl: string) => string;
    /** Where anybody who is given the link hears a recording, for a week from now. */
    recording: (recordingId: string) => string;
  };
}

/** A step that stops and waits. Each wait has a deadline; when it passes, `resume` is told `{type: "timer"}`. */
export interface Wait {
  /**
   * `carrier`: the verbs of this outcome lead to the next event; the engine appends `<Redirect>` for silence.
   * `world`: something the carrier doesn't wait for (an effect, time): the engine keeps a live call in the hold loop.
   */
  for: "carrier" | "world";
  /** Shown to the operator: `digits`, `dial`, `recording`, `http`, `call`, `message_receipt`, `time`… */
  what: string;
  deadlineSeconds: number;
  /** Handed back to `resume` as `memory`. */
  memory?: Json;
  /** The step is told of texts from these (`{type: "message"}`), but never of STOP, HELP and START. */
  hears?: Hears[];
  /** XML served at `ctx.urls.document(name)` while this wait lasts. */
  documents?: Record<string, Verb[]>;
  /** With `for: "world"` and a live call: played instead of silence in the hold loop (at most 10 s long). */
  holdVerbs?: Verb[];
}

/**
 * What a step decides. `outputs` become `{{ <NodeName>.* }}`; `verbs` are appended to the answer of the live call;
 * `effects` go to the outbox in the same transaction.
 */
export type Outcome<Exit extends string = string> =
  | {
      do: "exit";
      exit: Exit;
      outputs?: JsonObject;
      verbs?: Verb[];
      effects?: Effect[];
      error?: { code: string; message: string };
      /** values for `{{ vars.* }}` */ vars?: JsonObject;
      /** values for `{{ contact.* }}`; never its number */ contact?: JsonObject;
      /** the current leg from now on (an answered outbound call) */ leg?: string;
      /**
       * Given to the node's next visit on this path as `ctx.kept`; null or left out: nothing. When the path comes back to a
       * node that keeps something, whatever nodes in between keep is forgotten: an inner loop begins anew.
       */
      keep?: Json;
    }
  | {
      do: "await";
      wait: Wait;
      outputs?: JsonObject;
      verbs?: Verb[];
      effects?: Effect[];
      /**
       * Paths that go on beside this step while it waits, each from one of its exits. The one with `keepsCall` (at most one)
       * has the call meanwhile. When a path is over the step is told `{type: "branch"}`; what still runs when the step leaves
       * is stopped, and the call comes back.
       */
      branches?: { exit: Exit; keepsCall: boolean }[];
    }
  /** The path is over; a live call is hung up (by `verbs` that end in Hangup, else by a plain Hangup). */
  | {
      do: "end";
      verbs?: Verb[];
      outputs?: JsonObject;
      result?: string;
      effects?: Effect[];
      /** ours: `on_hangup` doesn't run after it */ hangup?: boolean;
    }
  /** Only from `resume`: the event changes nothing. It is journalled; the wait goes on. `outputs` may still be added. */
  | { do: "ignore"; outputs?: JsonObject; effects?: Effect[] }
  /**
   * Only from `resume`: the same wait goes on under the same URLs, but remembers something new (`memory`) or ends at
   * another time (`deadlineSeconds` from now), or hears others. A live call that asks meanwhile is kept in the hold loop; after a
   * hang-up the path goes on without its leg.
   */
  | { do: "stay"; memory?: Json; deadlineSeconds?: number; hears?: Hears[]; outputs?: JsonObject; effects?: Effect[] };

/** `config` is parsed and every text in it is filled in. Pure: no I/O, no clock, no XML text. */
export interface Runtime<Config, Exit extends string> {
  enter: (config: Config, ctx: StepContext) => Outcome<Exit>;
  /** `memory` is what the wait stored. May be told any StepEvent; answers `ignore` to what doesn't fit. */
  resume?: (config: Config, event: StepEvent, ctx: StepContext, memory: Json) => Outcome<Exit>;
  /**
   * News of something that the node has set going, after it has left: the end of a call it placed, the length of a
   * recording it began. It may only add to the node's variables (and post events). The config is filled in anew.
   */
  afterwards?: (config: Config, event: StepEvent, ctx: StepContext) => { outputs?: JsonObject; effects?: Effect[] };
  /** Entry component only: what a live call hears before it is hung up because a path ended at a bare exit. */
  goodbye?: (config: Config, ctx: StepContext) => Verb[];
}

/** `{…} satisfies RuntimesFor<typeof manifests>`: a missing runtime or an exit the manifest doesn't name is a compile error. */
export type RuntimesFor<Manifests extends readonly AnyManifest[]> = {
  [M in Manifests[number] as M["type"]]: Runtime<ConfigOf<M>, ExitOf<M>>;
};

/** A runtime of which only the shared shape is known. */
export type AnyRuntime = Runtime<never, string>;
export type Runtimes = Readonly<Record<string, AnyRuntime>>;

/** Calls a runtime with a config that the manifest's own schema has parsed. The cast lives here, once. */
export function withParsedRuntime(runtime: AnyRuntime): Runtime<unknown, string> {
  return runtime as unknown as Runtime<unknown, string>;
}
