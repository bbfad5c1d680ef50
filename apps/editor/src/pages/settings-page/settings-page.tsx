import { Link } from "wouter";
import { cx, Page, PageHeader } from "../../ui/index.ts";
import { AboutSection } from "./about-section.tsx";
import { AppearanceSection } from "./appearance-section.tsx";
import { CarrierSection } from "./carrier/carrier-section.tsx";
import { KeysSection } from "./keys-section.tsx";
import { SecretsSection } from "./secrets-section.tsx";
import { SendingSection } from "./sending-section.tsx";

const SECTIONS = [
  { id: "carrier", label: "Carrier", content: <CarrierSection /> },
  { id: "keys", label: "API keys", content: <KeysSection /> },
  { id: "secrets", label: "Secrets", content: <SecretsSection /> },
  { id: "sending", label: "Sending", content: <SendingSection /> },
  { id: "appearance", label: "Appearance", content: <AppearanceSection /> },
  { id: "about", label: "About", content: <AboutSection /> },
];

export function SettingsPage({ tab }: { tab: string }) {
  const shown = SECTIONS.find((section) => section.id === tab) ?? SECTIONS[0];
  return (
    <Page>
      <PageHeader title="Settings" />
      <div className="flex gap-10 max-md:flex-col max-md:gap-4">
        <nav aria-label="Settings" className="flex w-36 shrink-0 flex-col gap-0.5 max-md:w-full max-md:flex-row max-md:overflow-x-auto">
          {SECTIONS.map((section) => (
            <Link
              key={section.id}
              href={`/settings/${section.id}`}
              aria-current={section === shown ? "page" : undefined}
              className={cx(
                "flex h-8 items-center rounded-control px-2.5 whitespace-nowrap",
                section === shown ? "bg-brass-soft font-medium text-brass" : "text-muted hover:bg-hover hover:text-ink",
              )}
            >
              {section.label}
            </Link>
          ))}
        </nav>
        <div className="min-w-0 max-w-3xl flex-1">{shown?.content}</div>
      </div>
    </Page>
  );
}
