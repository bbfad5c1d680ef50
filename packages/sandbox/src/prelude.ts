/*
 * What is put into the sandbox before the author's code. It is JavaScript of the sandbox, hence a text. It holds on to the
 * functions it needs, because the code behind it may replace all of them.
 *
 * `Date` stands still at the moment of the step and counts in UTC, whatever the machine's zone; `Math.random` is seeded: so
 * a program that is run again gives the same result.
 */
export const PRELUDE = String.raw`
(now, seed, logLines, logLength) => {
  "use strict";
  const { construct, ownKeys, defineProperty } = Reflect;
  const { parse, stringify } = JSON;
  const RealDate = Date, text = String, TypeErrorOf = TypeError;
  const { UTC, parse: parseDate } = RealDate;
  const zoned = /(?:Z|[+-]\d\d:?\d\d|GMT|UTC)\s*$/i, dayOnly = /^\s*\d{4}(?:-\d\d(?:-\d\d)?)?\s*$/, timed = /^\s*\d{4}-\d\d-\d\dT[\d:.]+\s*$/;
  const test = RegExp.prototype.test, apply = Reflect.apply;
  const utcText = (value) => {
    if (typeof value !== "string" || apply(test, zoned, [value]) || apply(test, dayOnly, [value])) return value;
    return value + (apply(test, timed, [value]) ? "Z" : " UTC");
  };
  function StillDate(...parts) {
    if (!new.target) return new StillDate().toString();
    const given = parts.length === 0 ? [now] : parts.length === 1 ? [utcText(parts[0])] : [UTC(...parts)];
    return construct(RealDate, given, new.target);
  }
  const proto = RealDate.prototype;
  StillDate.prototype = proto;
  const hide = (object, name, value) => defineProperty(object, name, { value, writable: true, enumerable: false, configurable: true });
  hide(proto, "constructor", StillDate);
  hide(StillDate, "now", () => now);
  hide(StillDate, "UTC", UTC);
  hide(StillDate, "parse", (value) => parseDate(utcText(value)));
  for (const name of ["FullYear", "Month", "Date", "Day", "Hours", "Minutes", "Seconds", "Milliseconds"]) {
    hide(proto, "get" + name, proto["getUTC" + name]);
    if (name !== "Day") hide(proto, "set" + name, proto["setUTC" + name]);
  }
  hide(proto, "getTimezoneOffset", () => 0);
  const { toUTCString, toISOString } = proto;
  for (const name of ["toString", "toLocaleString"]) hide(proto, name, toUTCString);
  for (const name of ["toDateString", "toLocaleDateString"]) hide(proto, name, function () { return apply(toISOString, this, []).slice(0, 10); });
  for (const name of ["toTimeString", "toLocaleTimeString"]) hide(proto, name, function () { return apply(toISOString, this, []).slice(11, 19); });
  hide(globalThis, "Date", StillDate);

  let state = 2166136261;
  for (let i = 0; i < seed.length; i++) state = Math.imul(state ^ seed.charCodeAt(i), 16777619);
  const { imul } = Math;
  hide(Math, "random", () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = imul(state ^ (state >>> 15), 1 | state);
    t = (t + imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  });

  const log = [];
  const shown = (value) => {
    if (typeof value === "string") return value;
    try { return stringify(value) ?? text(value); } catch { return text(value); }
  };
  const note = (...values) => {
    if (log.length < logLines) log[log.length] = values.map(shown).join(" ").slice(0, logLength);
  };
  const console = { log: note, info: note, warn: note, error: note, debug: note };

  return (code, inputs) => {
    const outputs = {};
    try {
      const exit = code(parse(inputs), outputs, console);
      if (exit !== undefined && exit !== null && typeof exit !== "string")
        throw new TypeErrorOf(typeof exit === "object" && typeof exit.then === "function"
          ? "The code may not be async: it has to be done when it returns."
          : "Return the name of an exit, or nothing; not a " + typeof exit + ".");
      return stringify({ ok: true, exit: exit ?? null, outputs, log });
    } catch (error) {
      // When there is no room for an error, null is thrown.
      if (error === null) return stringify({ ok: false, name: "InternalError", message: "out of memory", stack: "", log });
      const known = typeof error === "object" && error !== null;
      return stringify({ ok: false, name: known ? text(error.name) : "", message: known ? text(error.message) : text(error), stack: known ? text(error.stack) : "", log });
    }
  };
}
`;
