import { useQuery } from "@tanstack/react-query";
import { CircleHelp, Contrast, Monitor, Moon, Phone, Search, Sun } from "lucide-react";
import type { ReactNode } from "react";
import { Link, useLocation } from "wouter";
import { inDoubtQuery } from "../api/effects.ts";
import { openPhone, usePhone } from "../phone/index.ts";
import { openPalette, PALETTE } from "../palette/index.ts";
import { useKeysFor } from "../keys/index.ts";
import { cx, IconButton, Logo, Menu, Tooltip, useTheme } from "../ui/index.ts";
import { PLACES } from "./places.tsx";

/** 56 px at the left; on a narrow screen a bar at the bottom. */
export function Rail() {
  const [path] = useLocation();
  const doubts = useQuery(inDoubtQuery()).data?.items.length ?? 0;
  return (
    <nav
      aria-label="Main"
      className="flex h-14 w-full shrink-0 items-center gap-1 border-t border-line bg-surface px-2 sm:h-full sm:w-14 sm:flex-col sm:border-t-0 sm:border-r sm:px-0 sm:py-2.5"
    >
      <Link href="/flows" aria-label="Cordboard, to the flows" className="mb-2.5 hidden rounded-control sm:block">
        <Logo size={30} />
      </Link>
      {PLACES.map((place) => (
        <RailLink
          key={place.href}
          {...place}
          count={place.href === "/in-doubt" ? doubts : 0}
          active={path === place.href || path.startsWith(`${place.href}/`)}
        />
      ))}
      <div className="hidden flex-1 sm:block" />
      <PaletteButton />
      <PhoneButton />
      <div className="hidden flex-col items-center gap-1 sm:flex">
        <Help />
        <ThemeMenu />
      </div>
    </nav>
  );
}

interface RailLinkProps {
  href: string;
  label: string;
  icon: ReactNode;
  active: boolean;
  /** Of what waits there for a person. */
  count: number;
}

function RailLink({ href, label, icon, active, count }: RailLinkProps) {
  const named = count === 0 ? label : `${label} (${shown(count)})`;
  return (
    <Tooltip content={named} side="right">
      <Link
        href={href}
        aria-label={named}
        aria-current={active ? "page" : undefined}
        className={cx(
          "relative flex h-10 flex-1 items-center justify-center rounded-control transition-colors duration-100 sm:size-10 sm:flex-none",
          active
            ? "bg-brass-soft text-brass before:absolute before:inset-x-3 before:-top-2 before:h-0.5 before:rounded-full before:bg-brass sm:before:inset-x-auto sm:before:inset-y-2 sm:before:-left-2 sm:before:h-auto sm:before:w-0.5"
            : "text-muted hover:bg-hover hover:text-ink",
        )}
      >
        {icon}
        {count > 0 && (
          <span
            aria-hidden
            className="tabular absolute top-0.5 right-1/2 flex h-4 min-w-4 translate-x-4 items-center justify-center rounded-full bg-warning-soft px-1 text-[10px] leading-none font-semibold text-warning ring-2 ring-surface sm:right-0.5 sm:translate-x-0"
          >
            {shown(count)}
          </span>
        )}
      </Link>
    </Tooltip>
  );
}

const shown = (count: number): string => (count > 99 ? "99+" : String(count));

function PaletteButton() {
  const keys = useKeysFor(PALETTE);
  return (
    <IconButton
      label={PALETTE.label}
      {...(keys && { keys })}
      side="right"
      className="size-10 max-sm:hidden"
      icon={<Search size={18} />}
      onClick={openPalette}
    />
  );
}

function PhoneButton() {
  const place = usePhone((state) => state.place);
  const busy = usePhone((state) => state.lines.some((line) => line.state !== "ended"));
  const ringing = usePhone((state) => state.lines.some((line) => line.state === "ringing" && line.incoming));
  return (
    <IconButton
      label={place === "closed" ? "Open the phone" : "Close the phone"}
      side="right"
      className={cx("relative size-10", ringing && "text-ok")}
      active={place !== "closed"}
      icon={
        <>
          <Phone size={18} />
          {busy && (
            <span
              aria-hidden
              className={cx("absolute top-1.5 right-1.5 size-2 rounded-full bg-ok ring-2 ring-surface", ringing && "animate-pulse")}
            />
          )}
        </>
      }
      onClick={() => (place === "closed" ? openPhone() : usePhone.getState().close())}
    />
  );
}

function Help() {
  const [, go] = useLocation();
  return (
    <Menu
      side="right"
      align="end"
      trigger={<IconButton label="Help" side="right" className="size-10" icon={<CircleHelp size={18} />} />}
      items={[
        { heading: "Help" },
        { label: "Writing flows", onSelect: () => go("/help/authors/README") },
        { label: "Coming from PHLO", onSelect: () => go("/help/coming-from-phlo") },
        { label: "Running Cordboard", onSelect: () => go("/help/operators/README") },
        { label: "API reference", onSelect: () => void window.open("/api/docs", "_blank", "noopener") },
        { label: "Flow file schema", onSelect: () => void window.open("/api/schema/flow.json", "_blank", "noopener") },
      ]}
    />
  );
}

function ThemeMenu() {
  const { theme, contrast, setTheme, setContrast } = useTheme();
  const icon = { system: <Monitor size={18} />, light: <Sun size={18} />, dark: <Moon size={18} /> }[theme];
  return (
    <Menu
      side="right"
      align="end"
      trigger={<IconButton label="Theme" side="right" className="size-10" icon={icon} />}
      items={[
        { label: "As the system", icon: <Monitor size={14} />, checked: theme === "system", onSelect: () => setTheme("system") },
        { label: "Light", icon: <Sun size={14} />, checked: theme === "light", onSelect: () => setTheme("light") },
        { label: "Dark", icon: <Moon size={14} />, checked: theme === "dark", onSelect: () => setTheme("dark") },
        { separator: true },
        {
          label: "High contrast",
          icon: <Contrast size={14} />,
          checked: contrast === "more",
          onSelect: () => setContrast(contrast === "more" ? "system" : "more"),
        },
      ]}
    />
  );
}
