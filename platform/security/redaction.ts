import { parseServerUrl } from './server-url.ts';

/** Masks secrets in a text. */
export type Redact = (text: string) => string;

const MASK = '***';
/** User and password in a URL. Error messages repeat the URL that they could not reach. */
const URL_USER_INFO = /\b([a-z][a-z0-9+.-]*:\/\/)[^\s/?#@]+@/gi;
/** Shorter secrets protect nothing, and masking them would garble other words. */
const SHORTEST_SECRET = 4;

/**
 * Creates a function that masks these secrets, and user and password of every URL.
 *
 * @param secrets texts that must not appear in a log or a message; for a URL, only its password counts
 */
export function createRedaction(secrets: readonly string[]): Redact {
  const known = [...new Set(secrets.flatMap(formsOf))]
    .filter((form) => form.length >= SHORTEST_SECRET)
    .sort((a, b) => b.length - a.length);
  return (text) =>
    known.reduce((rest, secret) => rest.replaceAll(secret, MASK), text).replace(URL_USER_INFO, `$1${MASK}@`);
}

/** The forms of a secret: for a URL, its password both encoded and decoded. */
function formsOf(secret: string): string[] {
  const url = parseServerUrl(secret);
  return url ? [url.password, decoded(url.password)] : [secret];
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

const JSON_TEXT = /"(?:[^"\\]|\\.)*"/g;

/** Masks secrets in JSON. Changes only strings, so that the result is valid JSON for any secret. */
export const redactJson = (json: string, redact: Redact): string =>
  json.replace(JSON_TEXT, (token) => {
    const text = JSON.parse(token) as string;
    const redacted = redact(text);
    return redacted === text ? token : JSON.stringify(redacted);
  });
