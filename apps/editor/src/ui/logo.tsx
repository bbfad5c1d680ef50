/** Two jacks and the cord between them. */
export function Logo({ size = 28 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" fill="none" role="img" aria-label="Cordboard">
      <rect width="32" height="32" rx="8" className="fill-ink" />
      <path d="M9.5 9.5c0 9 13 4 13 13" stroke="oklch(0.78 0.13 80)" strokeWidth="2.6" strokeLinecap="round" />
      <circle cx="9.5" cy="9.5" r="3.4" className="fill-ink" stroke="oklch(0.78 0.13 80)" strokeWidth="2.4" />
      <circle cx="22.5" cy="22.5" r="3.4" fill="oklch(0.78 0.13 80)" />
      <circle cx="22.5" cy="9.5" r="2" className="fill-surface" opacity=".35" />
      <circle cx="9.5" cy="22.5" r="2" className="fill-surface" opacity=".35" />
    </svg>
  );
}
