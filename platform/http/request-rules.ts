import type { IncomingMessage } from 'node:http';

/** Methods that some path of a server has. */
export const ALLOWED_METHODS = 'GET, HEAD, POST, OPTIONS';

/**
 * Whether a request's body is coded in another way than in chunks: Node reads the chunks and leaves the other coding as it is.
 * RFC 9112, section 6.1.
 */
export const hasUnknownCoding = ({ headers }: Pick<IncomingMessage, 'headers'>): boolean =>
  (headers['transfer-encoding'] ?? 'chunked').trim().toLowerCase() !== 'chunked';

/** Whether a request names its host more than once: proxies and servers would choose different ones. RFC 9112, section 3.2. */
export const hasManyHosts = ({ rawHeaders }: Pick<IncomingMessage, 'rawHeaders'>): boolean =>
  rawHeaders.filter((name, index) => index % 2 === 0 && name.toLowerCase() === 'host').length > 1;
