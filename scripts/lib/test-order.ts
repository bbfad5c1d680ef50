import { availableParallelism } from "node:os";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/**
 * Workers of the unit tests. Many tests wait for processes and clocks: with three workers on two cores, a quarter of the machine is idle.
 * A number, because Vitest takes no more than 100 % of a share of the cores.
 */
export const WORKERS = availableParallelism() * 2;

/** The projects whose tests wait longest come first, so that no worker waits alone at the end. */
const FIRST = ["server", "server on PostgreSQL"];

/** A fresh clone knows no times of the last run; then Vitest goes by the names of the projects. */
export class WaitingFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ project }: TestSpecification): number => {
      const at = FIRST.indexOf(project.name);
      return at < 0 ? FIRST.length : at;
    };
    return (await super.sort(files)).toSorted((a, b) => rank(a) - rank(b));
  }
}
