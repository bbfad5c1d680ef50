// @vitest-environment jsdom
import { QueryClientProvider } from "@tanstack/react-query";
import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, expect, it, vi } from "vitest";
import { inChunk } from "./in-chunk.tsx";
import { queryClient } from "./query-client.ts";

afterEach(cleanup);
const Greeting = ({ name }: { name: string }) => <p>Hello {name}</p>;
const show = (element: React.ReactNode) => render(<QueryClientProvider client={queryClient}>{element}</QueryClientProvider>);

it("is there at once when its code was fetched before", async () => {
  const Page = inChunk(
    "at once",
    () => Promise.resolve({ Greeting }),
    (module) => module.Greeting,
  );
  await Page.preload();
  show(<Page name="Ann" />);
  expect(screen.getByText("Hello Ann")).toBeTruthy();
});

it("says when its code can't be fetched, and tries again", async () => {
  const load = vi
    .fn<() => Promise<{ Greeting: typeof Greeting }>>()
    .mockRejectedValueOnce(new Error("Gone"))
    .mockResolvedValue({ Greeting });
  const Page = inChunk("gone", load, (module) => module.Greeting);
  show(<Page name="Bob" />);
  expect(await screen.findByText("Gone")).toBeTruthy();
  fireEvent.click(screen.getByRole("button", { name: "Try again" }));
  expect(await screen.findByText("Hello Bob")).toBeTruthy();
});
