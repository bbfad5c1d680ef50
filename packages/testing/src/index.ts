/**
 * What tests of flows and components stand on:
 *
 *   universe   frozen clock, ids, chance and URLs      case     one visit to a node as data: config + events → decisions
 *   host       a Cordboard without a disk, for tests and for playing a flow in the terminal
 *   broken     a config that must be refused           walk     the test that goes through every component type
 */
export { FROZEN_AT, frozenUniverse, type Universe } from "./universe.ts";
export { loadBroken, loadCases, type BrokenFile, type CaseContext, type CaseFile } from "./cases/case-file.ts";
export { runCase, type CaseResult } from "./cases/run-case.ts";
export { HttpMocks } from "./flow-test/http-mocks.ts";
export { QueryMocks } from "./flow-test/query-mocks.ts";
export { MemoryHost, type HostOptions } from "./flow-test/memory-host.ts";
export { testSandbox } from "./flow-test/test-sandbox.ts";
export { runFlowTest, type FlowTestResult } from "./flow-test/run-flow-test.ts";
export { componentPages } from "./reference/pages.ts";
