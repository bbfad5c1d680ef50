import { CodedError } from "@cordboard/contract";

/**
 * The n-th of an area's list, from 1; a released one is never edited. A migration only adds (expand), so that the program
 * before it goes on beside it; `breaking` marks one that takes something away (contract), a release or more later.
 */
export type Migration = string | { sql: string; breaking: true };

/** What a database remembers of a migration that was applied to it. */
export interface AppliedMigration {
  n: number;
  breaking: boolean;
}

/** The number up to which an area is done. Errors: `database_newer`, when an unknown migration is marked as breaking. */
export function migratedTo(area: string, known: readonly Migration[], applied: readonly AppliedMigration[]): number {
  if (applied.some(({ n, breaking }) => breaking && n > known.length)) {
    const newest = Math.max(...applied.map(({ n }) => n));
    throw new CodedError(
      "database_newer",
      `This database was last used by a newer Cordboard (${area} ${newest}, known ${known.length}); start that version or restore a backup.`,
    );
  }
  return Math.max(0, ...applied.map(({ n }) => n));
}

export const migrationSql = (migration: Migration): string => (typeof migration === "string" ? migration : migration.sql);
export const isBreaking = (migration: Migration): boolean => typeof migration !== "string";
