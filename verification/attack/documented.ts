import { REFUSAL_RULES } from '#domain/refusal.ts';
import { ERROR_CODES } from '#platform/graphql/errors.ts';

/** Codes of closes that a client may get, with their meanings. docs/SECURITY.md lists them. */
export const DOCUMENTED_CLOSES: Readonly<Record<number, string>> = {
  1001: 'the gateway stops',
  1002: 'the frame breaks the WebSocket protocol',
  1003: 'the frame is binary',
  1007: 'the text is not UTF-8',
  1008: 'too many messages or pings wait, or a message has more than 1,000 fragments',
  1009: 'the frame is larger than LIMIT_BODY_BYTES',
  1013: 'tokens cannot be verified now, or the client reads too slowly: connect again later',
  4400: 'the frame is no message of graphql-transport-ws, or an id or `connection_init` is too long',
  4401: 'an operation came before `connection_init`',
  4403: 'the token is malformed, forged or revoked: the reason says what the HTTP answer says',
  4406: 'the subprotocol is not graphql-transport-ws',
  4408: '`connection_init` did not come in time',
  4409: 'the operation id is in use',
  4429: '`connection_init` came twice',
};

const FRAME_TYPES = new Set(['connection_ack', 'next', 'error', 'complete', 'ping', 'pong']);

const BUG = 'INTERNAL_SERVER_ERROR';

/** A refusal's rule. A random document may give this name to another field, such as a message. */
const RULE = /"rule":"([A-Z][A-Z_]*)"/g;

/** The codes in an answer that no document names, and those of bugs. */
export function undocumentedCodes(text: string): readonly string[] {
  const codes = [...text.matchAll(/"code":"([^"]*)"/g)].map(([, code = '']) => code);
  const rules = [...text.matchAll(RULE)].map(([, rule = '']) => rule);
  return [
    ...codes.filter((code) => !Object.hasOwn(ERROR_CODES, code) || code === BUG),
    ...rules.filter((rule) => !Object.hasOwn(REFUSAL_RULES, rule)),
  ];
}

/** Whether the end of a socket ("closed CODE") is documented. */
export const isDocumentedEnd = (end: string): boolean =>
  Object.hasOwn(DOCUMENTED_CLOSES, /^closed (\d+)$/.exec(end)?.[1] ?? '') ||
  /^upgrade refused (400|401|404|429|503)$/.test(end);

export const isDocumentedFrame = (type: string | undefined): boolean => FRAME_TYPES.has(type ?? '');
