import { assert, constantFrom, array, property, tuple } from "fast-check";
import { expect, test } from "vitest";
import { parseTemplate } from "./parse.ts";
import { referencesIn, renameReferences } from "./references.ts";

const paths = (text: string): string[] => referencesIn(text).map((reference) => reference.path.join("."));

test.each<[string, string[]]>([
  ["no braces", []],
  ["{{ Menu.digits }} and {{ Start.call.from | default: contact.number }}", ["Menu.digits", "Start.call.from", "contact.number"]],
  ["{% if Menu.a == 'x' and Other.b contains Third.c %}{{ Menu.d }}{% endif %}", ["Menu.a", "Other.b", "Third.c", "Menu.d"]],
  ["{% for item in Menu.list limit: Menu.n %}{{ item.name }}{{ forloop.index }}{% endfor %}", ["Menu.list", "Menu.n"]],
  ["{% assign a = Menu.x %}{{ a }}{{ a.b }}", ["Menu.x"]],
  ["{% capture a %}{{ Menu.x }}{% endcapture %}{{ a }}", ["Menu.x"]],
  ["{{ ['Menu'].digits }} {{ Menu['a b'].c }}", ["Menu.digits", "Menu.a b.c"]],
  ["{{ list[Menu.n].x }}", ["list", "Menu.n"]],
  ["{% raw %}{{ Menu.x }}{% endraw %}{% comment %}{{ Menu.x }}{% endcomment %}{{ '{{ Menu.x }}' }}", []],
  ["{% case Menu.a %}{% when Menu.b %}{% endcase %}", ["Menu.a", "Menu.b"]],
  ["{% liquid\n assign q = Menu.x\n echo Menu.y\n%}", ["Menu.x", "Menu.y"]],
  ["{{ broken", []],
])("%s reads %j", (text, expected) => {
  expect(paths(text)).toEqual(expected);
});

test("offsets point at the path, also after line breaks", () => {
  const text = "Hello\n  {{ Menu.a }}\n{% if\n Menu.b %}{% endif %}";
  for (const { path, at } of referencesIn(text)) expect(text.startsWith(path.join("."), at)).toBe(true);
});

test.each([
  ["{{ Menu.x }} Menu.x {{ Menu2.x }} {{ 'Menu.x' }} {{ a.Menu }}", "{{ Main.x }} Menu.x {{ Menu2.x }} {{ 'Menu.x' }} {{ a.Menu }}"],
  ["{{ ['Menu'].x }} {{ [ \"Menu\" ].y }} {{ Menu['x'] }}", "{{ ['Main'].x }} {{ [ \"Main\" ].y }} {{ Main['x'] }}"],
  ["{{ a[Menu.n] | append: Menu.x }}", "{{ a[Main.n] | append: Main.x }}"],
  ["{% assign Menu = 1 %}{{ Menu }}", "{% assign Menu = 1 %}{{ Menu }}"],
  ["{% for Menu in Menu.list %}{{ Menu.x }}{% endfor %}{{ Menu.x }}", "{% for Menu in Main.list %}{{ Menu.x }}{% endfor %}{{ Main.x }}"],
  ["{% raw %}{{ Menu.x }}{% endraw %}", "{% raw %}{{ Menu.x }}{% endraw %}"],
])("%s → %s", (text, expected) => {
  expect(renameReferences(text, new Map([["Menu", "Main"]]))).toBe(expected);
});

test("two names can change places", () => {
  const swap = new Map([
    ["A", "B"],
    ["B", "A"],
  ]);
  expect(renameReferences("{{ A.x }}{{ B.y }}{{ A.z | append: B.w }}", swap)).toBe("{{ B.x }}{{ A.y }}{{ B.z | append: A.w }}");
});

const piece = constantFrom(
  "Hello Menu.x ",
  "\n",
  "{{ Menu.digits }}",
  "{{Menu['a']}}",
  '{{ ["Menu"].b }}',
  "{% if Menu.a == Other.b %}x{% endif %}",
  "{{ Other.x | append: Menu.y }}",
  "{% for m in Menu.list %}{{ m }}{{ Menu.x }}{% endfor %}",
  "{% raw %}{{ Menu.q }}{% endraw %}",
  "{{ 'Menu.x' }}",
  "é{{ list[Menu.n].x }}",
);

test("a rename moves the references, nothing else, and back again", () => {
  assert(
    property(tuple(array(piece, { maxLength: 8 }), constantFrom("M", "Main_Menu_with_a_long_name")), ([pieces, name]) => {
      const text = pieces.join("");
      const renamed = renameReferences(text, new Map([["Menu", name]]));
      const expected = referencesIn(text).map(({ path }) => path.map((part, i) => (i === 0 && part === "Menu" ? name : part)));
      expect(parseTemplate(renamed).ok).toBe(true);
      expect(referencesIn(renamed).map(({ path }) => path)).toEqual(expected);
      expect(renameReferences(renamed, new Map([[name, "Menu"]]))).toBe(text);
    }),
  );
});
