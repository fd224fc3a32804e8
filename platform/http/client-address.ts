import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { BlockList, isIP, type Socket } from 'node:net';

/** Hops that are read from the headers of a request; the proxies of one operator are fewer. */
const MAX_HOPS = 16;

/** The header field to which a proxy appends the address of its client; `forwarded` is that of RFC 7239. */
export type ProxyHeader = 'x-forwarded-for' | 'forwarded';

/** Proxies whose header field names the client. */
export interface ProxyTrust {
  /** Addresses and CIDR ranges. */
  readonly proxies: readonly string[];
  readonly header: ProxyHeader;
}

/** The parts of a request that name its client. */
type Arrival = Pick<IncomingMessage, 'headers'> & { readonly socket: Pick<Socket, 'remoteAddress'> };

/**
 * Creates the reading of a client's address. It is the address of the connection unless that is a trusted proxy's: then it is
 * the last address in the proxies' header field that is no trusted proxy's. A client can write what it likes into the field,
 * so everything before that address is ignored, and so is the field on a connection of any other peer. Only the field that
 * the proxies write is read: they pass the other one on as the client sent it.
 *
 * @throws RangeError for an entry of `proxies` that is neither an address nor a range
 */
export function createAddressReader({ proxies, header }: ProxyTrust): (request: Arrival) => string | null {
  const isTrusted = networksOf(proxies);
  return ({ headers, socket }) => {
    let address = plainAddress(socket.remoteAddress ?? '');
    if (address === null || !isTrusted(address)) return address;
    for (const hop of hopsOf(headers, header).toReversed().slice(0, MAX_HOPS)) {
      const next = plainAddress(hop);
      // An unknown or hidden hop: the proxy before it is the last one known.
      if (next === null) return address;
      address = next;
      if (!isTrusted(address)) return address;
    }
    return address;
  };
}

/** True for 127.0.0.0/8, also mapped into IPv6, and ::1. */
export const isLoopback = (address: string): boolean => /^(::ffff:)?127\.|^::1$/.test(address);

/**
 * The network of an address whose owner is one client: an IPv4 address itself, the /64 of an IPv6 address, since one
 * connection usually has a whole /64.
 */
export function clientNetwork(address: string): string {
  if (!address.includes(':')) return address;
  const [head = '', tail] = address.split('::');
  const before = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = Array.from({ length: Math.max(8 - before.length - after.length, 0) }, () => '0');
  return `${[...before, ...zeros, ...after].slice(0, 4).join(':')}::/64`;
}

/** True for an address, and for a range of addresses in CIDR notation. */
export function isNetwork(entry: string): boolean {
  const [address = '', bits = '0', ...rest] = entry.split('/');
  const version = isIP(address);
  return version > 0 && rest.length === 0 && /^\d{1,3}$/.test(bits) && Number(bits) <= bitsOf(version);
}

const bitsOf = (version: number): number => (version === 6 ? 128 : 32);

/**
 * True for the addresses in a list of addresses and ranges.
 *
 * @throws RangeError for an entry that is neither
 */
export function networksOf(entries: readonly string[]): (address: string) => boolean {
  if (entries.length === 0) return () => false;
  const list = new BlockList();
  for (const entry of entries) {
    const [address = '', bits] = entry.split('/');
    const version = isIP(address);
    if (!isNetwork(entry)) throw new RangeError(`"${entry}" is no address and no range such as 10.0.0.0/8`);
    list.addSubnet(address, Number(bits ?? bitsOf(version)), version === 6 ? 'ipv6' : 'ipv4');
  }
  return (address) => list.check(address, address.includes(':') ? 'ipv6' : 'ipv4');
}

/** The hops that the header field names, the client first. */
function hopsOf(headers: IncomingHttpHeaders, header: ProxyHeader): string[] {
  const value = headers[header];
  if (value === undefined) return [];
  const hops = (Array.isArray(value) ? value.join(',') : value).split(',');
  return header === 'forwarded' ? hops.map(forOf) : hops;
}

/** The parameter `for` of an element of `Forwarded`; empty when it has none. */
const forOf = (element: string): string => /(?:^|;)\s*for\s*=\s*("[^"]*"|[^;\s]*)/i.exec(element)?.[1] ?? '';

/**
 * An address without quotes, brackets, port and zone, in its canonical text; an IPv4 address that is mapped into IPv6 as
 * IPv4. Null for any other text, `unknown` and hidden names included.
 */
function plainAddress(text: string): string | null {
  // Nearly all connections have such an address.
  if (isIP(text) === 4) return text;
  const bare = text.trim().replace(/^"(.*)"$/, '$1');
  const host = /^\[([^\]]+)\](?::\d+)?$/.exec(bare)?.[1] ?? /^([\d.]+):\d+$/.exec(bare)?.[1] ?? bare;
  const address = host.split('%', 1)[0] ?? '';
  if (isIP(address) === 4) return address;
  if (isIP(address) !== 6) return null;
  const canonical = new URL(`http://[${address}]`).hostname.slice(1, -1);
  return mappedIpv4(canonical) ?? canonical;
}

/** ::ffff:a.b.c.d, whose canonical text is ::ffff:xxxx:xxxx. */
function mappedIpv4(canonical: string): string | null {
  const match = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(canonical);
  if (!match) return null;
  const [high, low] = [match[1], match[2]].map((part) => Number.parseInt(part ?? '', 16)) as [number, number];
  return [high >> 8, high & 255, low >> 8, low & 255].join('.');
}
