import type { ResultFraming } from '../subscriptions/framing.ts';

/** Media type of server-sent events. */
export const EVENT_STREAM = 'text/event-stream';

const NEXT = Buffer.from('event: next\ndata: ');
const END_OF_EVENT = Buffer.from('\n\n');

/** Encodes a result, JSON in UTF-8, as an event `next`. JSON has no line feed, so it is one line of data. */
const nextEvent = (payload: Uint8Array): Buffer => Buffer.concat([NEXT, payload, END_OF_EVENT]);

/** The framing of subscriptions over HTTP: events of the protocol GraphQL over SSE, in its mode of distinct connections. */
export const eventFraming: ResultFraming = { key: EVENT_STREAM, frame: nextEvent };

/** The end of an operation. Browsers drop an event without a line of data. */
export const COMPLETE_EVENT = Buffer.from('event: complete\ndata:\n\n');

/** A comment: clients skip it, proxies see a connection in use. */
export const COMMENT = Buffer.from(':\n\n');

/** Encodes a result that is the last of its operation. */
export const lastEvents = (result: object): Buffer =>
  Buffer.concat([nextEvent(Buffer.from(JSON.stringify(result))), COMPLETE_EVENT]);
