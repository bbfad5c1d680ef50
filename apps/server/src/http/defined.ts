/** Leaves out the keys that are undefined: for types that tell a missing key from an undefined one. */
export function defined<T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return asDefined(Object.fromEntries(Object.entries(value).filter(([, part]) => part !== undefined)));
}

/** The filter above is what makes it true. */
function asDefined<T>(value: object): T {
  return value as T;
}
