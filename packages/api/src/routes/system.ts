import { z } from "zod";
import { anyObject, health, ready, system, testClock, testClockAnswer, simQuery } from "../schemas/system.ts";
import { defineRoutes } from "../route.ts";

const tag = "System";
const text = z.string();

export const systemRoutes = defineRoutes({
  healthz: {
    method: "GET",
    path: "/healthz",
    tag,
    access: "none",
    summary: "Is the process alive?",
    answer: { status: 200, schema: health },
  },
  readyz: {
    method: "GET",
    path: "/readyz",
    tag,
    access: "none",
    summary: "Is the store reachable and migrated? 503 when not.",
    answer: { status: 200, schema: ready },
  },
  metrics: {
    method: "GET",
    path: "/metrics",
    tag,
    access: "local",
    summary: "Figures for Prometheus.",
    answer: { status: 200, schema: text, contentType: "text/plain" },
  },
  system: {
    method: "GET",
    path: "/api/system",
    tag,
    access: "view",
    summary: "Which Cordboard this is and which carrier it uses.",
    answer: { status: 200, schema: system },
  },
  openapi: {
    method: "GET",
    path: "/api/openapi.json",
    tag,
    access: "view",
    summary: "This description, OpenAPI 3.1.",
    answer: { status: 200, schema: anyObject },
  },
  docs: {
    method: "GET",
    path: "/api/docs",
    tag,
    access: "view",
    summary: "This description, browsable.",
    answer: { status: 200, schema: text, contentType: "text/html" },
  },
  flowSchema: {
    method: "GET",
    path: "/api/schema/flow.json",
    tag,
    access: "view",
    summary: "JSON Schema of a flow document.",
    answer: { status: 200, schema: anyObject },
  },
  simGet: {
    method: "GET",
    path: "/api/sim/*path",
    tag: "Simulator",
    access: "view",
    summary: "What the simulator's `/sim/…` answers (numbers, calls, messages, ledger).",
    about: "`/api/sim/live` is a WebSocket: the simulator's own `/sim/live`.",
    query: simQuery,
    answer: { status: 200, schema: anyObject },
  },
  simPost: {
    method: "POST",
    path: "/api/sim/*path",
    tag: "Simulator",
    access: "operate",
    summary: "Act in the simulator: call, press keys, speak, text, hang up.",
    body: anyObject,
    answer: { status: 200, schema: anyObject },
  },
  simDelete: {
    method: "DELETE",
    path: "/api/sim/*path",
    tag: "Simulator",
    access: "operate",
    summary: "Take away in the simulator: a phone, the faults.",
    answer: { status: 200, schema: anyObject },
  },
  testClock: {
    method: "POST",
    path: "/api/test/clock",
    tag,
    access: "own",
    summary: "Move the clock (only with CORDBOARD_TEST=1).",
    about: "Answers after every timer that became due has fired and its runs are quiet.",
    body: testClock,
    answer: { status: 200, schema: testClockAnswer },
  },
});
