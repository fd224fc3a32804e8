import type { FastifyReply, FastifyRequest } from 'fastify';
import type { FormattedExecutionResult } from 'graphql';
import { every } from '#platform/time/clock.ts';
import { refuseRequest, type RequestRefused } from '../errors.ts';
import type { Arrival } from '../http/arrival.ts';
import type { Limits } from '../limits.ts';
import type { OperationRequest } from '../operations/prepare.ts';
import { placeLimitMessage, type PlaceLimit } from '#platform/http/places.ts';
import { createSocketSlots } from '../turns/operation-slots.ts';
import type { Refusals } from '../turns/refusals.ts';
import {
  acceptOperation,
  originOf,
  type AcceptDependencies,
  type AcceptedOperation,
} from '../sessions/accept-operation.ts';
import type { ClientSpace } from '../sessions/client-space.ts';
import { openSubscription, type SubscriptionDependencies } from '../sessions/open-subscription.ts';
import { clientOf, type ClientSession } from '../sessions/session.ts';
import { createSocketCaller } from '../sessions/socket-caller.ts';
import { EVENT_STREAM, eventFraming } from './event-frames.ts';
import { openEventStream, type EventStream } from './event-stream.ts';

export interface StreamsOptions extends AcceptDependencies, SubscriptionDependencies, ClientSpace {
  readonly limits: Limits;
  readonly metrics: AcceptDependencies['metrics'] & SubscriptionDependencies['metrics'];
  readonly refusals: Refusals;
  /** Time after which a still connection is cut, in milliseconds. */
  readonly stillMs: number;
}

/** An admitted request for a stream. */
export interface StreamRequest {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly arrival: Arrival;
  readonly operation: OperationRequest;
}

/** Streams of clients over HTTP: each is the answer to a request with one operation. */
export interface Streams {
  readonly open: number;
  /** Answers a request by a stream of its operation's results. Returns the refusal when it does not; null when it does. */
  serve(request: StreamRequest): RequestRefused | null;
  /** Ends every stream and takes no more. */
  close(): void;
}

type OpenStreams = Map<EventStream, ClientSession>;

/** The id of the only operation of a stream. */
const OPERATION_ID = '1';

const HEADERS = {
  'content-type': `${EVENT_STREAM}; charset=utf-8`,
  'cache-control': 'no-cache, no-transform',
  // Nginx and proxies like it would hold events back.
  'x-accel-buffering': 'no',
};

/**
 * Creates the streams. A stream is a client's session with one operation, like a socket: it has the same limits, turns, checks of
 * owners and ends.
 */
export function createStreams(options: StreamsOptions): Streams {
  const { places, limits, metrics } = options;
  const open: OpenStreams = new Map();
  let isClosing = false;
  return {
    get open() {
      return open.size;
    },
    serve: (request) => {
      const place = isClosing ? 'all' : places.take(request.arrival.client.address);
      if (typeof place !== 'string') return start(request, place, options, open);
      metrics.refused.inc({ code: 'LIMIT_EXCEEDED' });
      return refusePlace(place, limits);
    },
    close: () => {
      isClosing = true;
      for (const stream of [...open.keys()]) stream.abandon();
    },
  };
}

const refusePlace = (limit: PlaceLimit, { socketsPerAddress }: Limits): RequestRefused =>
  refuseRequest(
    limit === 'all' ? 503 : 429,
    'LIMIT_EXCEEDED',
    placeLimitMessage(limit, 'sockets and streams', socketsPerAddress),
  );

/** Begins the answer and runs the operation. */
function start(
  { request, reply, arrival, operation }: StreamRequest,
  leavePlace: () => void,
  options: StreamsOptions,
  open: OpenStreams,
): null {
  const { limits, stillMs, wallClock, leaving, log } = options;
  const { socket } = request.raw;
  reply.hijack();
  if (socket.destroyed) {
    leavePlace();
    return null;
  }
  sendHead(reply);
  socket.setTimeout(stillMs);
  const stream = openEventStream({
    ...options,
    response: reply.raw,
    socket,
    bufferBytes: limits.socketBufferBytes,
    waitingBytes: limits.socketWaitingBytes,
    onClose: () => {
      pings.cancel();
      open.delete(stream);
      leavePlace();
      session.isClosed = true;
      leaving(session.live).catch((error: unknown) =>
        log.error({ err: error }, 'a closed stream could not be cleaned up'),
      );
    },
  });
  const session = createSession(stream, arrival, options);
  const pings = every(wallClock, Math.min(limits.pingIntervalMs, stillMs / 2), () => stream.ping());
  open.set(stream, session);
  run(stream, session, operation, { ...options, ids: () => request.id }).catch((error: unknown) =>
    stream.complete({ errors: [options.presentError(error, log)] }),
  );
  return null;
}

/** Sends the head with the fields that the hooks of the request have set. */
function sendHead(reply: FastifyReply): void {
  for (const [name, value] of Object.entries({ ...reply.getHeaders(), ...HEADERS }))
    if (value !== undefined) reply.raw.setHeader(name, value);
  reply.raw.flushHeaders();
}

function createSession(
  { outlet }: EventStream,
  { client }: Arrival,
  { limits, wallClock }: StreamsOptions,
): ClientSession {
  const credentials = createSocketCaller(wallClock);
  credentials.set(client.caller);
  return {
    outlet,
    operationIds: { clientIdOf: () => OPERATION_ID },
    credentials,
    address: client.address,
    live: new Map(),
    slots: createSocketSlots(limits.operationsPerSocket),
    isClosed: false,
    framingOf: () => eventFraming,
  };
}

/** Runs the operation. The protocol has no event for errors that end it: they are its last result. */
async function run(
  stream: EventStream,
  session: ClientSession,
  operation: OperationRequest,
  dependencies: StreamsOptions,
): Promise<void> {
  const accepted = await acceptOperation(session, OPERATION_ID, operation, dependencies);
  if ('errors' in accepted) {
    await dependencies.refusals.untilAnswer(clientOf(session));
    const { errors, extensions } = accepted;
    return stream.complete({ errors, ...(extensions && { extensions }) });
  }
  if (accepted.plan === null) return stream.complete(await resultOf(accepted));
  const operationEnd = {
    complete: () => stream.complete(),
    fail: (errors: FormattedExecutionResult['errors']) => stream.complete({ errors }),
  };
  openSubscription(accepted, operationEnd, dependencies);
}

async function resultOf({
  id,
  graph: { pipeline },
  operation,
  session,
  correlationId,
}: AcceptedOperation): Promise<FormattedExecutionResult> {
  const context = pipeline.contextFor(clientOf(session), correlationId);
  try {
    return await pipeline.run(operation, context, originOf(session, id), 'http');
  } finally {
    session.slots.leave();
  }
}
