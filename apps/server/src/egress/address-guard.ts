import { isIP } from "node:net";
import ipaddr from "ipaddr.js";

/**
 * Which addresses a flow may reach: public unicast only, unless EGRESS_ALLOW names the host or range.
 * Names are judged by every address they resolve to, at the moment of the connection.
 */
export interface AddressGuard {
  /** Opened by name: `host`, `host:port` or `*.domain` in EGRESS_ALLOW. */
  hostAllowed: (host: string, port: number) => boolean;
  /** Never reached by name, whatever it resolves to, unless opened. */
  hostRefused: (host: string) => boolean;
  addressAllowed: (address: string) => boolean;
}

/** Names that clouds answer with credentials. */
const METADATA = /^(?:metadata|instance-data|metadata\.google\.internal|.*\.metadata\.google\.internal|metadata\.[a-z0-9.-]+)$/;
const LOCAL_NAMES = /(?:^|\.)(?:localhost|local|localdomain|internal|intranet|lan|home\.arpa)$/;

export function createAddressGuard(egressAllow: readonly string[]): AddressGuard {
  const ranges = egressAllow.flatMap(toRange);
  const names = new Set(egressAllow.map((entry) => entry.toLowerCase()));
  const suffixes = [...names].filter((n) => n.startsWith("*.")).map((n) => n.slice(1));
  return {
    hostAllowed: (host, port) => {
      const name = bare(host);
      return names.has(name) || names.has(`${name}:${port}`) || suffixes.some((suffix) => name.endsWith(suffix));
    },
    hostRefused: (host) => {
      const name = bare(host);
      return METADATA.test(name) || LOCAL_NAMES.test(name) || (isIP(name) === 0 && !name.includes("."));
    },
    addressAllowed: (address) => isPublic(address) || inRanges(address, ranges),
  };
}

/** Lower case, without the brackets of IPv6 and the root dot. */
export function bare(host: string): string {
  return host
    .toLowerCase()
    .replace(/^\[(.*)\]$/, "$1")
    .replace(/\.$/, "");
}

type Range = [ipaddr.IPv4 | ipaddr.IPv6, number];

function toRange(entry: string): Range[] {
  if (ipaddr.isValidCIDR(entry)) return [ipaddr.parseCIDR(entry)];
  const address = bare(entry);
  if (isIP(address) === 0) return [];
  const parsed = ipaddr.parse(address);
  return [[parsed, parsed.kind() === "ipv4" ? 32 : 128]];
}

function inRanges(address: string, ranges: Range[]): boolean {
  const parsed = parse(address);
  return parsed !== null && ranges.some(([base, bits]) => base.kind() === parsed.kind() && parsed.match(base, bits));
}

function isPublic(address: string): boolean {
  return parse(address)?.range() === "unicast";
}

/**
 * An IPv4 address hidden in an IPv6 one is judged as itself: mapped (`::ffff:0:0/96`), NAT64 (`64:ff9b::/96`, RFC 6052),
 * 6to4 (`2002::/16`) and the old compatible form (`::/96`), which ipaddr.js calls unicast (reliability-security F7).
 */
function parse(address: string): ipaddr.IPv4 | ipaddr.IPv6 | null {
  if (!ipaddr.isValid(address)) return null;
  const parsed = ipaddr.process(address);
  if (!(parsed instanceof ipaddr.IPv6)) return parsed;
  const bytes = parsed.toByteArray();
  const embedded = (at: number): ipaddr.IPv4 => new ipaddr.IPv4(bytes.slice(at, at + 4));
  if (parsed.match(ipaddr.parse("64:ff9b::"), 96)) return embedded(12);
  if (parsed.match(ipaddr.parse("2002::"), 16)) return embedded(2);
  if (parsed.match(ipaddr.parse("::"), 96) && bytes[14] !== undefined && !isLoopbackOrUnset(bytes)) return embedded(12);
  return parsed;
}

const isLoopbackOrUnset = (bytes: number[]): boolean => bytes.slice(0, 15).every((b) => b === 0) && (bytes[15] ?? 0) <= 1;
