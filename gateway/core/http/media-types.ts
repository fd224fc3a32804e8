import type { IncomingMessage } from 'node:http';
import Negotiator from 'negotiator';
import { EVENT_STREAM } from '../sse/event-frames.ts';

export const GRAPHQL_RESPONSE = 'application/graphql-response+json; charset=utf-8';
/** The first is the default. */
const CONTENT_TYPES = ['application/json; charset=utf-8', GRAPHQL_RESPONSE] as const;

type Request = Pick<IncomingMessage, 'headers'>;

const negotiated = (accept: string | undefined): string =>
  new Negotiator({ headers: accept === undefined ? {} : { accept } }).mediaType([...CONTENT_TYPES]) ??
  CONTENT_TYPES[0];

/** The values that nearly all clients send: the negotiation takes longer than the search here. */
const USUAL: ReadonlyMap<string | undefined, string> = new Map(
  [
    undefined,
    '*/*',
    'application/json',
    'application/json, */*',
    'application/json, text/plain, */*',
    'application/graphql-response+json, application/json',
    'application/graphql-response+json, application/json;q=0.9',
    'application/graphql-response+json',
  ].map((accept) => [accept, negotiated(accept)]),
);

/** The media type of an answer as JSON. */
export const mediaTypeOf = ({ headers: { accept } }: Request): string =>
  USUAL.get(accept) ?? negotiated(accept);

/** Whether a request names server-sent events: a client that takes any media type does not expect them. */
const namesStream = ({ headers: { accept } }: Request): boolean =>
  accept !== undefined && accept.toLowerCase().includes(EVENT_STREAM);

/** Whether the client would rather have a stream than JSON. */
export const prefersStream = (request: Request): boolean =>
  namesStream(request) &&
  new Negotiator(request).mediaType([...CONTENT_TYPES, EVENT_STREAM]) === EVENT_STREAM;

/** Whether the client takes a stream where JSON cannot be. */
export const takesStream = (request: Request): boolean =>
  namesStream(request) && new Negotiator(request).mediaType([EVENT_STREAM]) === EVENT_STREAM;

/** Whether a person opens the address in a browser. Programs that accept anything do not name HTML. */
export const wantsPage = ({
  method,
  headers: { accept = '' },
}: Pick<IncomingMessage, 'method' | 'headers'>): boolean =>
  method === 'GET' && accept.toLowerCase().includes('text/html');
