/**
 * The policy of a page of the gateway: it connects to its own origin alone, sends no form and stands in no frame. `'self'` covers
 * sockets to the same host (CSP 3), so no name that a request chose stands in the policy.
 *
 * @param sources directives of the page's own scripts, styles, fonts and images
 */
export const contentSecurityPolicy = (sources: readonly string[]): string =>
  [
    ...sources,
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "object-src 'none'",
  ].join('; ');
