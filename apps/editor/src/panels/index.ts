/** The panels around the board of an open flow, and where they are (layout-store.ts). */
export { ExtractDialog } from "./extract/extract-dialog.tsx";
export { flowCommand, flowCommandByKeys, type FlowHands } from "./commands/flow-commands.tsx";
export { useFlowPalette } from "./commands/use-flow-palette.tsx";
export { nameOf, type TestRunner } from "./tests/test-runs.ts";
export { useTestRunner } from "./tests/use-test-runs.ts";
export { Dock } from "./dock/dock.tsx";
export { Inspector } from "./inspector/inspector.tsx";
export { focusOutline } from "./focus-outline.ts";
export { focusField } from "./inspector/use-reveal.ts";
export * from "./layout-store.ts";
export { Palette } from "./palette/palette.tsx";
export { PublishDialog } from "./publish/publish-dialog.tsx";
export { FlowSettings } from "./settings/flow-settings.tsx";
export { ShortcutsDialog } from "./shortcuts/shortcuts-dialog.tsx";
export { TryFromDialog } from "./try-from/try-from-dialog.tsx";
export { CompareDialog } from "./versions/compare/index.tsx";
export { VersionsPanel } from "./versions/versions-panel.tsx";
export { useJump } from "./use-jump.ts";
