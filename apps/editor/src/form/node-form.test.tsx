// @vitest-environment jsdom
import { act, fireEvent, render, screen } from "@testing-library/react";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { afterEach, beforeAll, expect, it } from "vitest";
import { cleanup } from "@testing-library/react";
import type { JsonObject } from "@cordboard/contract";
import { EditorProvider, useDocumentState, useEditor, type Editor } from "../document/index.ts";
import { flow, node } from "../document/fixture.ts";
import { TooltipProvider } from "../ui/index.ts";
import { NodeForm } from "./node-form.tsx";

beforeAll(() => {
  // What jsdom lacks and Radix asks for.
  globalThis.ResizeObserver ??= class {
    observe() {}
    unobserve() {}
    disconnect() {}
  };
});
afterEach(cleanup);

const held: { editor?: Editor; toggle?: () => void } = {};
function Inner() {
  const editor = useEditor();
  const [closed, setClosed] = useState(false);
  useEffect(() => {
    held.editor = editor;
    held.toggle = () => act(() => setClosed((before) => !before));
  }, [editor]);
  const shown = useDocumentState((state) => state.document.nodes[1]);
  return shown && !closed ? <NodeForm node={shown} /> : null;
}
function open(type: string, config: JsonObject) {
  const document = flow([node("start", "start", "Start"), node("it", type, "It", config)]);
  return render(
    <QueryClientProvider client={new QueryClient()}>
      <TooltipProvider>
        <EditorProvider flowId="f" initial={document}>
          <Inner />
        </EditorProvider>
      </TooltipProvider>
    </QueryClientProvider>,
  );
}
const store = () => {
  if (!held.editor) throw new Error("the form is not open");
  return held.editor.store;
};
const config = () => store().getState().document.nodes[1]?.config;
const type = (element: Element, value: string) => fireEvent.change(element, { target: { value } });

it("stores a number as a number and keeps a half-typed one as it is", () => {
  open("ivr_menu", { choices: [] });
  const field = screen.getByLabelText("Wait for an answer");
  type(field, "12");
  expect(config()?.["timeoutSeconds"]).toBe(12);
  type(field, "12x");
  expect(config()?.["timeoutSeconds"]).toBe("12x");
  type(field, "");
  expect(config()).not.toHaveProperty("timeoutSeconds");
});

it("shows the default of what is not set", () => {
  open("ivr_menu", { choices: [] });
  expect(screen.getByLabelText("Wait for an answer")).toHaveProperty("value", "5");
});

it("stores a prompt with its first letter", () => {
  open("play_audio", {});
  type(screen.getByLabelText("What the caller hears, text 1"), "H");
  expect(config()?.["prompt"]).toEqual([{ speak: "H" }]);
});

it("names a choice when the field is left, not while it is typed", () => {
  open("ivr_menu", { choices: [{ key: "1" }] });
  const name = screen.getByLabelText("Name of choice 1");
  type(name, "sal");
  expect(config()?.["choices"]).toEqual([{ key: "1" }]);
  fireEvent.blur(name);
  expect(config()?.["choices"]).toEqual([{ key: "1", name: "sal" }]);
});

it("lets an undo take over a field that is being typed in", () => {
  open("ivr_menu", { choices: [] });
  const field = screen.getByLabelText("Wait for an answer");
  type(field, "9");
  fireEvent.click(document.body);
  store().undo();
  return screen.findByDisplayValue("5");
});

it("edits as JSON what it can't draw", () => {
  open("ivr_menu", { choices: "{{ not a list }}" });
  expect(screen.getByText(/Edit it as JSON/)).toBeTruthy();
});

it("keeps the settings of an unknown component in sight", () => {
  open("fax_machine", { speed: 14400 });
  const text = screen.getByLabelText("Settings");
  type(text, '{ "speed": 9600 }');
  expect(config()).toEqual({ speed: 9600 });
  type(text, '{ "speed": ');
  expect(config()).toEqual({ speed: 9600 });
});

it("draws branches as rows, one more with a press", () => {
  open("parallel", { branches: [{ name: "ring" }, { name: "text" }], keepsCall: "ring" });
  expect(screen.getAllByDisplayValue("ring")).toHaveLength(2);
  fireEvent.click(screen.getByText("Add branch"));
  expect(config()?.["branches"]).toEqual([{ name: "ring" }, { name: "text" }, { name: "" }]);
});

it("names the flow that a step runs, and shows its results only while it waits for one", () => {
  open("run_flow", { flow: "Ask for PIN", results: [{ name: "verified" }] });
  expect(screen.getByText("Ask for PIN")).toBeTruthy();
  expect(screen.getByDisplayValue("verified")).toBeTruthy();
  fireEvent.click(screen.getByLabelText("Wait for it"));
  expect(config()?.["wait"]).toBe(false);
  expect(screen.queryByDisplayValue("verified")).toBeNull();
});

it("keeps a name that was being typed when the step is closed", () => {
  const form = open("branch", { conditions: [{ name: "a", tests: [] }] });
  type(screen.getByLabelText("Exit of condition 1"), "gold");
  form.unmount();
  expect(config()?.["conditions"]).toEqual([{ name: "gold", tests: [] }]);
});

it("keeps a row that has no name yet while the step is closed", () => {
  open("http_request", { url: "https://example.com" });
  fireEvent.click(screen.getAllByText("Add")[0] ?? document.body);
  type(screen.getByLabelText("Headers: value 1"), "application/json");
  expect(config()).not.toHaveProperty("headers.application/json");
  held.toggle?.();
  expect(screen.queryByLabelText("Headers: value 1")).toBeNull();
  held.toggle?.();
  expect(screen.getByLabelText("Headers: value 1")).toHaveProperty("value", "application/json");
});

it("mends an issue where it is shown, as one step back", async () => {
  open("play_audio", { prompt: [{ speak: "Hello" }, { speak: "" }] });
  fireEvent.click(await screen.findByText("Remove it"));
  expect(config()?.["prompt"]).toEqual([{ speak: "Hello" }]);
  act(() => store().undo());
  expect(config()?.["prompt"]).toHaveLength(2);
});

it("says in one line what is set in a row out of sight, and opens it there", () => {
  const answers = [
    { name: "not_found", status: "404" },
    { name: "shipped", status: "", path: "response.state", op: "contains", right: "shipped" },
  ];
  open("http_request", { answers });
  expect(screen.queryByLabelText("Value of the answer")).toBeNull();
  fireEvent.click(screen.getByText("response.state · contains · shipped"));
  expect(screen.getByLabelText("Value of the answer")).toHaveProperty("value", "response.state");
});
