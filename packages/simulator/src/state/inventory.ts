/** What the carrier has to rent out: made up, the same at every search, in ranges kept free for fiction where there are such. */
export interface InventoryNumber {
  number: string;
  country: string;
  countryIso: string;
  prefix: string;
  type: "local" | "tollfree" | "mobile" | "national" | "fixed";
  city: string | null;
  region: string | null;
  rateCenter: string | null;
  lata: number | null;
}

interface Country {
  name: string;
  code: string;
  /** By type: what stands between the country code and the last digits, and how many digits those are. */
  ranges: Partial<
    Record<InventoryNumber["type"], { prefix: string; city?: string; region?: string; rateCenter?: string; lata?: number }[]>
  >;
  digits: number;
}

const COUNTRIES: Readonly<Record<string, Country>> = {
  US: {
    name: "UNITED STATES",
    code: "1",
    digits: 4,
    ranges: {
      local: [
        { prefix: "415555", city: "San Francisco", region: "California", rateCenter: "SNFC CNTRL", lata: 722 },
        { prefix: "212555", city: "New York", region: "New York", rateCenter: "NWYRCYZN01", lata: 132 },
        { prefix: "312555", city: "Chicago", region: "Illinois", rateCenter: "CHICAGO", lata: 358 },
        { prefix: "512555", city: "Austin", region: "Texas", rateCenter: "AUSTIN", lata: 558 },
      ],
      tollfree: [{ prefix: "800555" }, { prefix: "888555" }],
    },
  },
  CA: {
    name: "CANADA",
    code: "1",
    digits: 4,
    ranges: { local: [{ prefix: "416555", city: "Toronto", region: "Ontario", rateCenter: "TORONTO" }] },
  },
  GB: {
    name: "UNITED KINGDOM",
    code: "44",
    digits: 3,
    ranges: { local: [{ prefix: "2079460", city: "London" }], mobile: [{ prefix: "7700900" }] },
  },
  DE: {
    name: "GERMANY",
    code: "49",
    digits: 4,
    ranges: { local: [{ prefix: "3023125", city: "Berlin" }], mobile: [{ prefix: "1715550" }] },
  },
  FR: { name: "FRANCE", code: "33", digits: 4, ranges: { local: [{ prefix: "19900", city: "Paris" }], mobile: [{ prefix: "63998" }] } },
  ES: { name: "SPAIN", code: "34", digits: 4, ranges: { local: [{ prefix: "91555", city: "Madrid" }] } },
  AU: { name: "AUSTRALIA", code: "61", digits: 4, ranges: { local: [{ prefix: "25550", city: "Sydney" }], mobile: [{ prefix: "49157" }] } },
  BR: { name: "BRAZIL", code: "55", digits: 4, ranges: { local: [{ prefix: "115550", city: "São Paulo" }] } },
  IN: { name: "INDIA", code: "91", digits: 4, ranges: { local: [{ prefix: "805550", city: "Bengaluru" }] } },
};

/** Numbers of each range that are on offer. */
const ON_OFFER = 15;
/** Those below are for callers and phones in examples. */
const FIRST = 200;

/** Undefined: the carrier rents out nothing in that country. */
export function inventoryOf(countryIso: string): InventoryNumber[] | undefined {
  const country = COUNTRIES[countryIso.toUpperCase()];
  if (!country) return undefined;
  return Object.entries(country.ranges).flatMap(([type, ranges]) =>
    ranges.flatMap(({ prefix, city, region, rateCenter, lata }) =>
      Array.from({ length: ON_OFFER }, (_, index) => ({
        number: `${country.code}${prefix}${String(FIRST + index).padStart(country.digits, "0")}`,
        country: country.name,
        countryIso: countryIso.toUpperCase(),
        prefix: prefix.slice(0, 3),
        type: asType(type),
        city: city ?? null,
        region: region ?? null,
        rateCenter: rateCenter ?? null,
        lata: lata ?? null,
      })),
    ),
  );
}

function asType(key: string): InventoryNumber["type"] {
  return key === "tollfree" || key === "mobile" || key === "national" || key === "fixed" ? key : "local";
}

/** The number as it stands in the inventory, or undefined. */
export function inventoryNumber(key: string): InventoryNumber | undefined {
  return Object.keys(COUNTRIES)
    .flatMap((iso) => inventoryOf(iso) ?? [])
    .find((number) => number.number === key);
}
