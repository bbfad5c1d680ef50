import { useQuery } from "@tanstack/react-query";
import { FileJson, Monitor, Moon, Phone, Play, Search, Settings, Sun, Workflow } from "lucide-react";
import { useMemo, type ReactNode } from "react";
import { useLocation } from "wouter";
import { flowsQuery } from "../api/flows.ts";
import { recentRunsQuery, type Run } from "../api/runs.ts";
import { relativeTime } from "../app/format/time.ts";
import { PLACES } from "../app/places.tsx";
import { RUN_STATUS_LABELS } from "../app/run-status.tsx";
import { openPhone, usePhone } from "../phone/index.ts";
import { NodeTile, useTheme, type Theme } from "../ui/index.ts";
import type { PaletteItem } from "./palette-store.ts";

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;
const GO = "Go to";
const ICON = 14;
const THEMES: [Theme, string, ReactNode][] = [
  ["light", "Light theme", <Sun key="light" size={ICON} />],
  ["dark", "Dark theme", <Moon key="dark" size={ICON} />],
  ["system", "Theme as the system", <Monitor key="system" size={ICON} />],
];
const SETTINGS: [tab: string, label: string, keywords: string[]][] = [
  ["carrier", "Carrier", ["going live", "go live", "plivo", "account", "auth id", "public url"]],
  ["keys", "API keys", ["token", "bearer"]],
  ["secrets", "Secrets", ["passwords"]],
  ["sending", "Sending limits", ["prices", "countries"]],
  ["appearance", "Appearance", ["contrast"]],
  ["about", "About", ["version", "licence"]],
];

/** What there is on every page: the pages, flows and runs, the phone, the theme. */
export function useEverywhere(search: string): PaletteItem[] {
  const [, go] = useLocation();
  const { data: flows } = useQuery(flowsQuery());
  const { data: runs } = useQuery(recentRunsQuery());
  const { setTheme } = useTheme();
  const wanted = search.trim();
  const fixed = useMemo<PaletteItem[]>(
    () => [
      ...PLACES.map(({ href, label, icon }) => ({ id: `go ${href}`, label, icon, group: GO, run: () => go(href) })),
      {
        id: "go /search",
        label: "Search all flows",
        icon: <Search size={ICON} />,
        group: GO,
        keywords: ["where used", "numbers", "secrets", "variables"],
        run: () => go("/search"),
      },
      ...SETTINGS.map(([tab, label, keywords]) => ({
        id: `settings ${tab}`,
        label,
        icon: <Settings size={ICON} />,
        group: GO,
        about: "Settings",
        keywords,
        run: () => go(`/settings/${tab}`),
      })),
      ...(flows?.items ?? []).map(({ id, name, published }) => ({
        id: `flow ${id}`,
        label: name,
        icon: <Workflow size={ICON} />,
        group: "Flows",
        about: published ? `Version ${published.version}` : "Not published",
        run: () => go(`/flows/${id}`),
      })),
      {
        id: "phone",
        label: usePhone.getState().place === "closed" ? "Open the phone" : "Close the phone",
        icon: <Phone size={ICON} />,
        group: "Cordboard",
        keywords: ["call", "text", "handset", "messages"],
        run: () => (usePhone.getState().place === "closed" ? openPhone() : usePhone.getState().close()),
      },
      ...THEMES.map(([theme, label, icon]) => ({
        id: `theme ${theme}`,
        label,
        icon,
        group: "Cordboard",
        keywords: ["colours", "appearance", "mode"],
        run: () => setTheme(theme),
      })),
      {
        id: "api",
        label: "API reference",
        icon: <FileJson size={ICON} />,
        group: "Cordboard",
        run: () => void window.open("/api/docs", "_blank", "noopener"),
      },
      ...(runs?.items ?? []).map((run) => runItem(run, () => go(`/runs/${run.id}`))),
    ],
    [flows, runs, go, setTheme],
  );
  return useMemo(() => {
    if (!UUID.test(wanted)) return fixed;
    const run: PaletteItem = { id: wanted, label: wanted, group: "Runs", icon: <Play size={ICON} />, run: () => go(`/runs/${wanted}`) };
    return [...fixed.filter(({ id }) => id !== `run ${wanted}`), run];
  }, [fixed, wanted, go]);
}

function runItem({ id, flowName, status, startedAt, contact }: Run, run: () => void): PaletteItem {
  return {
    id: `run ${id}`,
    label: contact === null ? flowName : `${flowName}, ${contact}`,
    icon: <NodeTile size="sm" icon="play" group={null} />,
    group: "Runs",
    about: `${RUN_STATUS_LABELS[status]} ${relativeTime(startedAt, Date.now())}`,
    keywords: [id],
    run,
  };
}
