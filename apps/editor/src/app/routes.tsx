import { useEffect } from "react";
import { Redirect, Route, Switch, useLocation } from "wouter";
import { ErrorBoundary } from "./error-boundary.tsx";
import { inChunk } from "./in-chunk.tsx";
import { NotFoundPage } from "./not-found-page.tsx";

/* One chunk per page: the board's is the only big one. No list waits for it, and it is there by the time that a flow was chosen. */
const main = <Component,>(module: { default: Component }): Component => module.default;
const FlowsPage = inChunk("Flows", () => import("../pages/flows-page/index.ts"), main);
const FlowPage = inChunk("Flow", () => import("../pages/flow-page/index.ts"), main);
const NumbersPage = inChunk("Numbers", () => import("../pages/numbers-page/index.ts"), main);
const RunsPage = inChunk("Runs", () => import("../pages/runs-page/index.ts"), main);
const RunPage = inChunk("Run", () => import("../pages/run-page/index.ts"), main);
const MessagesPage = inChunk("Messages", () => import("../pages/messages-page/index.ts"), main);
const RecordingsPage = inChunk("Recordings", () => import("../pages/recordings-page/index.ts"), main);
const InDoubtPage = inChunk("InDoubt", () => import("../pages/in-doubt-page/index.ts"), main);
const HelpPage = inChunk("HelpPage", () => import("../pages/help-page/index.ts"), main);
const SettingsPage = inChunk("Settings", () => import("../pages/settings-page/index.ts"), main);

export function Routes() {
  const [path] = useLocation();
  useEffect(() => {
    const soon = setTimeout(() => void FlowPage.preload(), 200);
    return () => clearTimeout(soon);
  }, []);
  return (
    <ErrorBoundary key={path}>
      <Switch>
        <Route path="/flows" component={FlowsPage} />
        <Route path="/flows/:id">{({ id }) => <FlowPage key={id} flowId={id} />}</Route>
        <Route path="/numbers" component={NumbersPage} />
        <Route path="/runs" component={RunsPage} />
        <Route path="/runs/:id">{({ id }) => <RunPage key={id} runId={id} />}</Route>
        <Route path="/messages" component={MessagesPage} />
        <Route path="/recordings" component={RecordingsPage} />
        <Route path="/in-doubt" component={InDoubtPage} />
        <Route path="/help/*">{(params) => <HelpPage path={params["*"] ?? ""} />}</Route>
        <Route path="/settings/:tab?">{({ tab }) => <SettingsPage tab={tab ?? "keys"} />}</Route>
        <Route path="/">
          <Redirect to="/flows" replace />
        </Route>
        <Route component={NotFoundPage} />
      </Switch>
    </ErrorBoundary>
  );
}
