/** A host name or address with or without a port, which can end no directive. */
const HOST = /^(\[[0-9a-f:.]+\]|[a-z0-9.-]+)(:\d{1,5})?$/i;

const socketSources = (host = ''): string => (HOST.test(host) ? ` ws://${host} wss://${host}` : '');

/**
 * The policy of a page of the gateway: it connects to its own host alone, sends no form and stands in no frame. In CSP 3 `'self'`
 * covers sockets to the same host; browsers of CSP 2 need them by name, so the answer varies with the header Host.
 *
 * @param sources directives of the page's own scripts, styles, fonts and images
 */
export const contentSecurityPolicy = (host: string | undefined, sources: readonly string[]): string =>
  [
    ...sources,
    `connect-src 'self'${socketSources(host)}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "object-src 'none'",
  ].join('; ');
