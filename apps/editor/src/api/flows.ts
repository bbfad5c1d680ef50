import type { Flow, FlowDiff, Page, Published, SavedDraft, TestsReport, TriedFlow, TryFlow, Version, VersionInfo } from "@cordboard/api";
import type { FlowDocument } from "@cordboard/flow";
import { request } from "./client.ts";
