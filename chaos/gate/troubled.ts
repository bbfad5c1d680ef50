import { type Act, type ActKind } from "../faults/schedule.ts";
import { createActs, newTally, type Tally } from "../faults/acts.ts";
import { Random } from "../faults/random.ts";
import { type Specimen, takeSpecimen } from "../faults/specimen.ts";
import { STUBBORN } from "../load/as-carrier.ts";
import { call } from "../load/caller.ts";
import { type Prepared, prepare } from "../load/flows.ts";
import { type Mix, startLoad } from "../load/generator.ts";
import { People } from "../load/people.ts";
import { startWorld, type World, type WorldOptions } from "../world/world.ts";

/** Enough that something is always under way, little enough that a busy machine keeps up. */
const LIGHT: Mix = { callers: 6, texters: 4, starters: 2, phonesPerSecond: 0.5, pauseMs: 1_500, patience: STUBBORN };
/** A trap in which nothing was caught is set again, so often at most. */
const SPARE = 20;

/** A world in trouble, in countable portions. */
export class Troubled {
  readonly world: World;
  readonly at: Prepared;
  readonly tally: Tally = newTally();
  readonly #specimen: Specimen;
  readonly #random = new Random(20);
  readonly #people = new People(5_000_000);

  private constructor(world: World, at: Prepared, specimen: Specimen) {
    this.world = world;
    this.at = at;
    this.#specimen = specimen;
  }

  static async start(options: WorldOptions): Promise<Troubled> {
    const world = await startWorld(options);
    const at = await prepare(world);
    return new Troubled(world, at, await takeSpecimen(world, at.desk));
  }

  /** So many of each trouble under a light load; kinds run beside each other, one kind one by one. Errors: those of the load. */
  async suffer(counts: Partial<Record<ActKind, number>>): Promise<void> {
    const errors: unknown[] = [];
    const load = startLoad(this.world, this.at, LIGHT, this.#random.fork(), (error) => errors.push(error));
    const deeds = createActs(this.world, this.#specimen, this.tally);
    const chain = async (kind: ActKind, count: number): Promise<void> => {
      const own = this.#random.fork();
      for (let done = 0, spare = SPARE; done < count && spare >= 0;) {
        const missed = this.tally.missed;
        const act: Act = { atMs: 0, kind, replica: done % this.world.replicas.length, amount: own.between(0, 0.35) };
        await deeds[kind](act);
        // Only what catches something counts; another kind's miss costs one more round at most.
        if (this.tally.missed > missed) spare--;
        else done++;
      }
    };
    await Promise.all(Object.entries(counts).map(([kind, count]) => chain(kind as ActKind, count))).catch((error: unknown) => {
      throw new Error(`${String(error)}\nPostgreSQL said last:\n${this.world.database?.lastWords ?? "nothing"}`, { cause: error });
    });
    await load.stop();
    if (errors.length > 0) throw errors[0];
  }

  /** Calls whose every webhook is sent five times at once, until so many webhooks were sent. */
  async repeatEverything(webhooks: number): Promise<void> {
    await this.#calls(12, () => this.world.recorder.attempts, this.world.recorder.attempts + webhooks, {
      codes: 2,
      races: false,
      copies: 5,
    });
  }

  /** Calls that are put down while a key is on its way. */
  async race(calls: number): Promise<void> {
    let made = 0;
    await this.#calls(20, () => made++, calls, { codes: 1, races: true, copies: 1 });
  }

  async #calls(atOnce: number, done: () => number, enough: number, plan: { codes: number; races: boolean; copies: number }): Promise<void> {
    const caller = async (): Promise<void> => {
      while (done() < enough) await call(this.world, this.at.desk, { ...plan, again: 0, from: this.#people.next(), patience: STUBBORN });
    };
    await Promise.all(Array.from({ length: atOnce }, caller));
  }
}
