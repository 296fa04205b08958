import { isIPv6 } from 'node:net';

const MAPPED = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i;

/** The first 64 bits of an IPv6 address, as PostgreSQL reads a network; undefined for what is none. */
const first64 = (address: string): string | undefined => {
  if (!isIPv6(address)) return undefined;
  const [plain = ''] = address.split('%'); // a zone says through which of our own interfaces
  const { hostname } = new URL(`http://[${plain}]`); // written in one way: small letters, no zeros in front, the longest run left out
  const [before = '', after] = hostname.slice(1, -1).split('::');
  const [first, last] = [before, after ?? ''].map((side) => side.split(':').filter((group) => group !== ''));
  const missing = after === undefined ? 0 : 8 - first!.length - last!.length;
  const groups = [...first!, ...Array<string>(missing).fill('0'), ...last!];
  return `${groups.slice(0, 4).join(':')}::/64`;
};

/**
 * Whose an address is, as far as it can be told: an IPv4 address as it is, of an IPv6 one the first 64 bits, as in what follows whoever has a
 * connection may choose one of 2^64 at each request.
 */
export const networkOf = (address: string): string => MAPPED.exec(address)?.[1] ?? first64(address) ?? address;

/** The network of an IPv6 address; null where an address is somebody's for longer, or is none. */
export const wholeNetwork = (address: string): string | null => (MAPPED.test(address) ? null : (first64(address) ?? null));
