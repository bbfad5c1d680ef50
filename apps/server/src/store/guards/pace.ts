/** How fast something may be sent; null: as fast as one likes. */
export interface Rate {
  perSecond: number | null;
  perMinute: number | null;
  /** Days of UTC. */
  perDay: number | null;
}

/**
 * Where one key stands: when its next one may go, and how many have gone in the minute and the day of the last one. Times are
 * ms since the epoch; minutes and days are counted from there.
 */
export interface Pace {
  next: number;
  minute: number;
  inMinute: number;
  day: number;
  inDay: number;
}

export const NEW_PACE: Pace = { next: 0, minute: 0, inMinute: 0, day: 0, inDay: 0 };

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/** A little lateness is made up for, so that the rate is kept and not fallen short of by every turn of a loop. */
const SLACK = 0.1;

/** When the next one may go, `now` at the earliest. */
export function freeAt(pace: Pace, rate: Rate, now: number): number {
  let at = Math.max(now, pace.next);
  if (rate.perDay !== null && pace.inDay >= rate.perDay && Math.floor(at / DAY_MS) <= pace.day) at = (pace.day + 1) * DAY_MS;
  if (rate.perMinute !== null && pace.inMinute >= rate.perMinute && Math.floor(at / MINUTE_MS) <= pace.minute)
    at = (pace.minute + 1) * MINUTE_MS;
  return Math.ceil(at);
}

/** The pace after one that goes at `at`. */
export function take(pace: Pace, rate: Rate, at: number): Pace {
  const apart = rate.perSecond === null ? 0 : 1_000 / rate.perSecond;
  const [minute, day] = [Math.floor(at / MINUTE_MS), Math.floor(at / DAY_MS)];
  return {
    next: Math.max(pace.next, at - apart * SLACK) + apart,
    minute,
    inMinute: minute === pace.minute ? pace.inMinute + 1 : 1,
    day,
    inDay: day === pace.day ? pace.inDay + 1 : 1,
  };
}
