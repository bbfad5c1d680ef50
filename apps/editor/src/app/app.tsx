import { QueryClientProvider, useQuery } from "@tanstack/react-query";
import { Palette } from "../palette/index.ts";
import { Toaster, TooltipProvider } from "../ui/index.ts";
import { useConnection } from "./connection.ts";
import { ErrorBoundary } from "./error-boundary.tsx";
import { chunkQuery } from "./in-chunk.tsx";
import { OfflineBanner } from "./offline-banner.tsx";
import { queryClient } from "./query-client.ts";
import { Rail } from "./rail.tsx";
import { Routes } from "./routes.tsx";
import { SignInPage } from "../pages/sign-in-page.tsx";

export function App() {
  return (
    <QueryClientProvider client={queryClient}>
      <TooltipProvider>
        <ErrorBoundary>
          <Frame />
        </ErrorBoundary>
        <Toaster />
      </TooltipProvider>
    </QueryClientProvider>
  );
}

/** The rail, the page, and the handset beside or above it. */
function Frame() {
  const signedOut = useConnection((state) => state.signedOut);
  if (signedOut) return <SignInPage />;
  return (
    <div className="flex h-dvh flex-col">
      <a
        href="#page"
        className="sr-only focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-50 focus:rounded-control focus:bg-surface focus:px-3 focus:py-2"
      >
        Skip to the page
      </a>
      <OfflineBanner />
      <div className="flex min-h-0 flex-1 flex-col-reverse sm:flex-row">
        <Rail />
        <div id="page" className="relative min-h-0 min-w-0 flex-1">
          <ErrorBoundary>
            <Routes />
          </ErrorBoundary>
        </div>
        <Phone />
        <Palette />
      </div>
    </div>
  );
}

const handset = chunkQuery(
  "Handset",
  () => import("../phone/handset.tsx"),
  (module) => module.Handset,
);

/** Comes after the page, without a word: nobody calls before there is something to see. */
function Phone() {
  const Handset = useQuery(handset).data;
  return Handset ? <Handset /> : null;
}
