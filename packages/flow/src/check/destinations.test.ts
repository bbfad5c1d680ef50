import { expect, test } from "vitest";
import { check } from "../index.ts";
import { flowOf, node, toys } from "../toys.ts";

const ask = node("ask", "ask", { choices: [{ name: "any", key: "1" }] }, "Ask");
const first = node("first", "note", { name: "first", value: "{{ Ask.digits | strip }}" }, "First");
const second = node("second", "note", { name: "second", value: "+1{{ First.first }}" }, "Second");
const asked = node("fetch", "fetch", { url: "https://example.com/{{ Ask.digits }}" }, "Fetch");

const issuesOf = (to: string, more = {}) =>
  check(
    flowOf(
      [ask, first, second, asked, node("dial", "dial", { to, ...more }, "Dial")],
      ["start.call ask", "ask.any first", "first.done second", "second.done fetch", "fetch.ok dial"],
    ),
    { registry: toys },
  ).filter(({ code }) => code === "caller_chooses_number");

test.each([
  "{{ Ask.digits }}",
  "+1{{ Ask.digits | strip }}",
  "{{ Ask }}",
  "{{ Fetch.response.number | default: Ask.digits }}",
  "{% assign n = Ask.digits %}{{ n }}",
  "{% capture n %}+1{{ Ask.digits }}{% endcapture %}{{ n }}",
  "{% for n in Ask.digits %}{{ n }}{% endfor %}",
  "{% if contact.vip %}{{ Ask.digits }}{% endif %}",
  "{{ vars.second }}",
  "{{ Second.second }}",
])("%s lets the caller choose", (to) => {
  expect(issuesOf(to)).toMatchObject([{ level: "error", nodeId: "dial", field: "to" }]);
  expect(issuesOf(to, { callerMayChoose: true })).toEqual([]);
});

test.each([
  "+14155550142",
  "{{ contact.number }}",
  "{{ Start.call.from }}",
  "{{ Start.http.params.to }}",
  "{{ Fetch.response.number }}",
  "{{ Fetch.response.people[Ask.digits].number }}",
  "{% if Ask.digits == '42' %}+14155550142{% else %}+14155550143{% endif %}",
  "{% case Ask.digits %}{% when '42' %}+14155550142{% endcase %}",
  "{% unless Ask.digits == '' %}{{ contact.number }}{% endunless %}",
])("%s doesn't", (to) => expect(issuesOf(to)).toEqual([]));
