import { createClient } from 'graphql-ws';

/** The caller, as headers of a request and as the payload of `connection_init`: empty before the sign-in. */
export async function callerOf(token) {
  const caller = await token();
  return caller ? { authorization: `Bearer ${caller}` } : {};
}

/** A socket of one caller: `token` gives the present token when it opens. One that answers no ping is given up: the machine slept. */
export function createSocket(url, token, options = {}) {
  let silence;
  const socket = createClient({
    url: url.replace(/^http/, 'ws'),
    retryAttempts: 0,
    connectionParams: () => callerOf(token),
    keepAlive: 10_000,
    on: {
      ping: (isReceived) => {
        if (!isReceived) silence = setTimeout(() => socket.terminate(), 5_000);
      },
      pong: () => clearTimeout(silence),
      closed: () => clearTimeout(silence),
    },
    ...options,
  });
  return socket;
}

/**
 * Hands the events of a subscription to `sink`, across lost sockets: with `$after` among its variables each once, in order. Returns
 * a function that ends it.
 */
export function resume(socket, { query, variables = {} }, sink, pauseMs = 500) {
  let after = variables.after;
  let timer;
  let end;
  const open = () => {
    end = socket.subscribe(
      { query, variables: { ...variables, after } },
      {
        next: (result) => {
          after = Object.values(result.data ?? {})[0]?.cursor ?? after;
          sink.next(result);
        },
        error: (failure) => {
          end();
          if (passes(failure)) timer = setTimeout(open, pauseMs);
          else sink.error(failure);
        },
        complete: () => sink.complete(),
      },
    );
  };
  open();
  return () => {
    clearTimeout(timer);
    end();
  };
}

const PASSING = ['SERVICE_UNAVAILABLE', 'SLOW_CONSUMER', 'SUBSCRIPTION_SCHEMA_RELOAD', 'RATE_LIMITED'];
/** Close codes by which the server refuses the message or the caller. */
const REFUSED = [4400, 4401, 4403];

const passes = (failure) =>
  Array.isArray(failure) ? PASSING.includes(failure[0].extensions?.code) : !REFUSED.includes(failure.code);
