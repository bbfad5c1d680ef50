import { lazy, Suspense } from "react";
import { Redirect, Route, Switch, useLocation } from "wouter";
import { Loading } from "../ui/index.ts";
import { ErrorBoundary } from "./error-boundary.tsx";
import { NotFoundPage } from "./not-found-page.tsx";

/* One chunk per page: the board's is the only big one, and a list doesn't wait for it. */
const FlowsPage = lazy(() => import("../pages/flows-page/index.ts"));
const FlowPage = lazy(() => import("../pages/flow-page/index.ts").then((module) => ({ default: module.FlowPage })));
const NumbersPage = lazy(() => import("../pages/numbers-page/index.ts"));
const RunsPage = lazy(() => import("../pages/runs-page/index.ts"));
const RunPage = lazy(() => import("../pages/run-page/index.ts"));
const MessagesPage = lazy(() => import("../pages/messages-page/index.ts"));
const RecordingsPage = lazy(() => import("../pages/recordings-page/index.ts"));
const InDoubtPage = lazy(() => import("../pages/in-doubt-page/index.ts"));
const HelpPage = lazy(() => import("../pages/help-page/index.ts"));
const SettingsPage = lazy(() => import("../pages/settings-page/index.ts"));

export function Routes() {
  const [path] = useLocation();
  return (
    <ErrorBoundary key={path}>
      <Suspense fallback={<Loading />}>
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
      </Suspense>
    </ErrorBoundary>
  );
}
