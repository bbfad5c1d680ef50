import { CodedError, type JsonObject } from "@cordboard/contract";
import { expect, test } from "vitest";
import { parseTemplate } from "./parse.ts";
import { renderTemplate } from "./render.ts";

const scope: JsonObject = {
  Menu: { digits: "42", count: 3, ok: true, none: null, list: [1, "two"], box: { a: 1 } },
  contact: { number: "+14155550100" },
  now: "2026-03-02T14:30:00.000Z",
};

const failure = (text: string, values: JsonObject = scope): string => {
  try {
    renderTemplate(text, values);
  } catch (error) {
    if (error instanceof CodedError && error.code === "template_failed") return error.message;
    throw error;
  }
  return "";
};

test.each([
  ["plain text", "plain text"],
  ["{{ Menu.digits }}", "42"],
  ["{{ Menu.count }} {{ Menu.ok }}", "3 true"],
  ["[{{ Menu.none }}{{ Menu.nothing }}{{ nobody.at.all }}]", "[]"],
  ["{{ Menu.list }}", '[1,"two"]'],
  ["{{ Menu.box }}", '{"a":1}'],
  ["{{ Menu.list | join: '-' }}", "1-two"],
  ["{{ Menu.list.size }} {{ Menu.list.first }} {{ Menu.list[1] }}", "2 1 two"],
  ["{% if Menu.digits == '42' %}yes{% else %}no{% endif %}", "yes"],
  ["{% for n in Menu.list %}{{ forloop.index }}={{ n }};{% endfor %}", "1=1;2=two;"],
  ["{% assign d = Menu.digits | plus: 1 %}{{ d }}", "43"],
  ["{% capture c %}{{ Menu.box }}!{% endcapture %}{{ c }}", '{"a":1}!'],
  ["{{ contact.number | spell_out }}", "+ 1 4 1 5 5 5 5 0 1 0 0"],
  ["{{ Menu.box | json }}", '{"a":1}'],
])("%s → %s", (text, expected) => {
  expect(renderTemplate(text, scope)).toBe(expected);
});

test("dates read the run's clock, in UTC unless a zone is named", () => {
  expect(renderTemplate('{{ "now" | date: "%Y-%m-%d %H:%M" }}', scope)).toBe("2026-03-02 14:30");
  expect(renderTemplate('{{ now | date: "%H:%M", "America/New_York" }}', scope)).toBe("09:30");
});

test("what a caller sends is data: it is never read as a template again", () => {
  const said = "{{ Menu.digits }}{% for i in (1..9) %}x{% endfor %}";
  expect(renderTemplate("You wrote: {{ said }}", { ...scope, said })).toBe(`You wrote: ${said}`);
  expect(renderTemplate("{% assign a = said %}{{ a | append: '' }}", { ...scope, said })).toBe(said);
  expect(renderTemplate("{% capture a %}{{ said }}{% endcapture %}{{ a }}", { ...scope, said })).toBe(said);
});

test.each(["constructor", "__proto__", "toString", "valueOf", "hasOwnProperty", "__defineGetter__", "length.constructor"])(
  "nothing of JavaScript is reachable: %s",
  (name) => {
    for (const from of ["", "Menu.", "Menu.list.", "Menu.digits.", "Menu.box."]) {
      expect(renderTemplate(`{{ ${from}${name} }}`, scope)).toBe("");
      expect(renderTemplate(`{{ ${from}${name}.name }}{{ Menu["${name}"] }}`, scope)).toBe("");
    }
  },
);

test.each([
  ["{% include 'x' %}"],
  ["{% render 'x' %}"],
  ["{% layout 'x' %}"],
  ["{% tablerow i in Menu.list %}{% endtablerow %}"],
  ["{% increment x %}"],
  ["{{ Menu.list | where_exp: 'i', 'i == 1' }}"],
  ["{{ Menu.list | sample }}"],
  ["{{ Menu.digits | raw }}"],
])("%s is refused", (text) => {
  expect(parseTemplate(text)).toMatchObject({ ok: false });
});

test("loops are bounded over the whole text", () => {
  const loop = (turns: number): string => `{% for a in (1..100) %}{% for b in (1..${turns}) %}{% endfor %}{% endfor %}`;
  expect(renderTemplate(loop(99), scope)).toBe("");
  expect(failure(loop(100))).toMatch(/loops more than 10000 times/);
  expect(failure("{% for i in (1..100000000) %}{% endfor %}")).toMatch(/too much text or too long lists/);
});

test("the text that comes out is bounded, captures too", () => {
  expect(renderTemplate("{{ a }}", { a: "x".repeat(64 * 1024) })).toHaveLength(64 * 1024);
  expect(failure("{{ a }}", { a: "x".repeat(64 * 1024 + 1) })).toMatch(/beyond 64 KB/);
  expect(failure("{{ a }}", { a: "é".repeat(33 * 1024) })).toMatch(/beyond 64 KB/);
  const doubling = "{% for i in (1..50) %}{% capture a %}{{ a }}{{ a }}xx{% endcapture %}{% endfor %}";
  expect(failure(doubling)).toMatch(/beyond 64 KB/);
  expect(failure("{% assign a = 'xxxxxxxxxx' %}{% for i in (1..40) %}{% assign a = a | append: a %}{% endfor %}")).toMatch(/too long/);
});

test.each([
  ["{% for i in (1..60) %}{% assign l = list | sort_natural %}{% endfor %}", /too long/],
  ["{{ (1..20000) | sort: 'a' }}", /too long/],
  ["{{ list | sort: list }}", /sort takes no list/],
  ["{{ page | replace: 'x', page }}", /too long/],
  ["{% for i in (1..900) %}{% assign a = list | json %}{% endfor %}", /too long/],
  ["{% for i in (1..9000) %}{% if page contains 'y' %}{% endif %}{% endfor %}", /too long/],
  ["{% for a in (1..9000) %}{% for b in box limit: 1 %}{% break %}{% endfor %}{% endfor %}", /too long|too much/],
  [`{{ '2026-03-02' | date: '${"%A".repeat(300)}' }}`, /too long/],
  ["{% for i in (1..200) %}{{ '2026-03-02' | date: '%H', 'Europe/Berlin' }}{% endfor %}", /too long/],
  ["{% case (1..99999) %}{% when (1..99999) %}same{% endcase %}", /too long/],
])("work is bounded, by counting and not by the clock: %s", (slow, why) => {
  const list = Array.from({ length: 2_000 }, (_, i) => `${(i * 7919) % 2_000}`);
  const values = { list, page: "x".repeat(60_000), box: Object.fromEntries(list.map((item) => [`k${item}`, item])) };
  expect(failure(slow, values)).toMatch(why);
});

test("lists and texts of a usual size have room", () => {
  const rows = Array.from({ length: 200 }, (_, id) => ({ id: 200 - id, name: `row ${id}` }));
  const text = "{% assign s = rows | sort: 'id' %}{% for r in s %}{{ r.name | upcase | replace: 'ROW', 'Row' }};{% endfor %}";
  expect(renderTemplate(text, { rows })).toMatch(/^Row 199;Row 198;/);
});

test("a list of a hundred dates with the names of days and months has room", () => {
  const text = "{% for i in (1..100) %}{{ '2026-03-02' | date: '%A, %-d %B %Y' }};{% endfor %}";
  expect(renderTemplate(text, {})).toMatch(/^Monday, 2 March 2026;/);
});

test.each([
  ["Hello {{ name", 6, /is not closed/],
  ["a {% if x %}b", 2, /is not closed/],
  ["{{ }}", 3, /value is missing/],
  ["a {{ b | shout }}", 2, /no filter “shout”/],
  ["{% foo %}", 0, /no tag “foo”/],
  ["{% endif %}", 0, /no tag “endif”/],
])("%s says where and what", (text, at, message) => {
  expect(parseTemplate(text)).toEqual({ ok: false, at, message: expect.stringMatching(message) });
});

test("nesting without end is refused, not a crash", () => {
  for (const depth of [2_000, 5_000]) {
    const deep = `${"{%if a%}".repeat(depth)}x${"{%endif%}".repeat(depth)}`;
    const parsed = parseTemplate(deep);
    if (parsed.ok) expect(typeof (failure(deep, { a: true }) || renderTemplate(deep, { a: true }))).toBe("string");
    else expect(parsed.message).toMatch(/nested too deeply|longer than/);
  }
});
