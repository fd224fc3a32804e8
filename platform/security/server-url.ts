/** A URL of MongoDB may name several hosts, separated by commas, which `URL` does not parse. */
const FURTHER_HOSTS = /^([a-z][a-z0-9+.-]*:\/\/(?:[^/?#]*@)?[^,/?#@]*)(?:,[^/?#@]*)+/i;

/** Parses the URL of a server, of several hosts the first; null for any other text. */
export function parseServerUrl(text: string): URL | null {
  const single = text.replace(FURTHER_HOSTS, '$1');
  return URL.canParse(single) ? new URL(single) : null;
}

/** Masks what may be a login: everything before the last @, except the scheme. */
export const maskLogin = (text: string): string =>
  text.replace(
    /^([a-z][a-z0-9+.-]*:\/\/)?[^]*@/i,
    (_all, scheme: string | undefined) => `${scheme ?? ''}***@`,
  );

/**
 * True when user and password are percent-encoded. A raw / ? or # in a password ends the login for every parser, so the
 * rest of the password would pass for an address and appear in messages. A raw % fails in the client.
 */
export function hasEncodedLogin(text: string): boolean {
  const url = parseServerUrl(text);
  if (!url) return false;
  const [authority = ''] = text.slice(text.indexOf('://') + 3).split(/[/?#]/, 1);
  if (text.includes('@') && !authority.includes('@')) return false;
  try {
    decodeURIComponent(url.username + url.password);
    return true;
  } catch {
    return false;
  }
}
