import type { Chance } from "../chance.ts";
import { hostile } from "../hostile.ts";

const FILTERS =
  "escape escape_once newline_to_br strip_html abs at_least at_most ceil divided_by floor minus plus modulo times round url_decode url_encode cgi_escape uri_escape slugify join last first reverse sort sort_natural size map sum compact concat push unshift pop shift slice where reject group_by has find_index find uniq date date_to_xmlschema date_to_rfc822 date_to_string append prepend lstrip downcase upcase capitalize remove remove_first remove_last rstrip split strip strip_newlines squish replace replace_first replace_last truncate truncatewords normalize_whitespace number_of_words array_to_sentence_string base64_encode base64_decode default jsonify to_integer json inspect spell_out raw where_exp sample shout".split(
    " ",
  );
const VALUES = [
  "contact.number",
  "Menu.digits",
  "said",
  "Menu.list",
  "Menu.box.deep[0]",
  "Menu.list.size",
  "big",
  "rows",
  "nobody.here",
  "now",
  "'now'",
  "'%Y %j %-d'",
  "'a'",
  '"',
  "'<>&'",
  "0",
  "-1",
  "3.5",
  "1e9",
  "99999999999",
  "(1..5)",
  "(1..99999)",
  "(1..1000000000)",
  "nil",
  "true",
  "empty",
  "blank",
  "secrets.KEY",
  "forloop.index",
  "x",
  "Menu['box']",
  "constructor",
  "__proto__",
] as const;
const OPERATORS = ["==", "!=", "<", ">", "<=", ">=", "contains", "and", "or", "not"] as const;

export const LIQUID_WORDS: readonly string[] = [
  "{{",
  "}}",
  "{%",
  "%}",
  "{{-",
  "-%}",
  "|",
  ":",
  "%",
  "{% raw %}",
  "{% endraw %}",
  "{% endif %}",
  "{% endfor %}",
  "{% else %}",
  "{% comment %}",
  "{% include 'a' %}",
  "{% render 'a' %}",
  "{% liquid\n echo said\n%}",
  "{% # %}",
  ...VALUES,
  ...FILTERS,
];

const value = (chance: Chance): string => (chance.once(25) ? hostile(chance, LIQUID_WORDS) : chance.pick(VALUES));

function expression(chance: Chance): string {
  let text = value(chance);
  for (let filters = chance.int(4); filters > 0; filters--)
    text += ` | ${chance.pick(FILTERS)}${chance.once(2) ? `: ${value(chance)}${chance.once(3) ? `, ${value(chance)}` : ""}` : ""}`;
  return text;
}

const test = (chance: Chance): string => `${value(chance)} ${chance.pick(OPERATORS)} ${value(chance)}`;

/** A part of a template as an author, or somebody who means harm, writes it. */
export function part(chance: Chance, depth: number): string {
  const inner = (): string => (depth > 3 ? "x" : chance.some(3, () => part(chance, depth + 1)).join(""));
  switch (chance.int(12)) {
    case 0:
      return `{% if ${test(chance)} %}${inner()}{% elsif ${value(chance)} %}${inner()}{% else %}${inner()}{% endif %}`;
    case 1:
      return `{% for i in ${value(chance)}${chance.pick(["", " reversed", " limit: 3", " offset: continue"])} %}${inner()}{% endfor %}`;
    case 2:
      return `{% assign x = ${expression(chance)} %}`;
    case 3:
      return `{% capture x %}{{ x }}${inner()}{% endcapture %}`;
    case 4:
      return `{% case ${value(chance)} %}{% when ${value(chance)}, ${value(chance)} %}${inner()}{% else %}${inner()}{% endcase %}`;
    case 5:
      return `{% unless ${test(chance)} %}${inner()}{% endunless %}{% cycle 'a', ${value(chance)} %}`;
    case 6:
      return hostile(chance, LIQUID_WORDS);
    default:
      return `{{ ${expression(chance)} }}`;
  }
}
