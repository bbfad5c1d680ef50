import type { CarrierAccount } from "../../../api/carrier.ts";

/** The account as it is typed. */
export interface KeysDraft {
  authId: string;
  authToken: string;
  /** ISO codes, with anything between them. */
  countries: string;
}

/** The token is never shown again, so it is always typed anew. */
export function toKeysDraft({ from, accountId, countries }: CarrierAccount): KeysDraft {
  return { authId: from === "kept" ? accountId : "", authToken: "", countries: (countries ?? []).join(", ") };
}

/** What is missing or can't be right, by field. Whether the carrier knows the keys is found out by asking it. */
export function keysFlaws(draft: KeysDraft, countriesGiven: boolean): Partial<Record<keyof KeysDraft, string>> {
  const codes = codesOf(draft.countries);
  const wrong = codes.find((code) => !/^[A-Z]{2}$/.test(code));
  return {
    ...(!/^[A-Za-z0-9]{1,64}$/.test(draft.authId.trim()) && { authId: "Letters and digits, as the console shows it." }),
    ...(!/^[\x21-\x7e]{1,200}$/.test(draft.authToken.trim()) && { authToken: "Paste the token." }),
    ...(!countriesGiven && codes.length === 0 && { countries: "Name at least one, such as US." }),
    ...(!countriesGiven && wrong !== undefined && { countries: `“${wrong}” is no ISO code; write US, CA, GB.` }),
  };
}

export function fromKeysDraft(draft: KeysDraft, countriesGiven: boolean): { authId: string; authToken: string; countries?: string[] } {
  const keys = { authId: draft.authId.trim(), authToken: draft.authToken.trim() };
  return countriesGiven ? keys : { ...keys, countries: codesOf(draft.countries) };
}

const codesOf = (text: string): string[] =>
  text
    .toUpperCase()
    .split(/[\s,;]+/)
    .filter(Boolean);
