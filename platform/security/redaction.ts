/** Blanks secrets in a text. */
export type Redact = (text: string) => string;

const BLANK = '***';
/** User and password of a URL, as an error message repeats the address it could not reach. */
const URL_USER_INFO = /\b([a-z][a-z0-9+.-]*:\/\/)[^\s/?#@]+@/gi;
/** Shorter secrets protect nothing, and blanking them would garble every second word. */
const SHORTEST_SECRET = 4;

/**
 * @param secrets texts that may not appear in a log or a message; of a URL the password alone counts
 */
export function createRedaction(secrets: readonly string[]): Redact {
  const known = [...new Set(secrets.flatMap(formsOf))]
    .filter((form) => form.length >= SHORTEST_SECRET)
    .sort((a, b) => b.length - a.length);
  return (text) =>
    known
      .reduce((rest, secret) => rest.replaceAll(secret, BLANK), text)
      .replace(URL_USER_INFO, `$1${BLANK}@`);
}

/** A password as a URL spells it and as a server is given it. */
function formsOf(secret: string): string[] {
  if (!URL.canParse(secret)) return [secret];
  const { password } = new URL(secret);
  return [password, decoded(password)];
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

const JSON_TEXT = /"(?:[^"\\]|\\.)*"/g;

/** Blanks secrets in JSON. Only its texts are touched, so that it stays JSON whatever a secret looks like. */
export const redactJson = (json: string, redact: Redact): string =>
  json.replace(JSON_TEXT, (token) => {
    const text = JSON.parse(token) as string;
    const redacted = redact(text);
    return redacted === text ? token : JSON.stringify(redacted);
  });
