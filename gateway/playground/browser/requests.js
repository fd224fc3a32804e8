/* global window, URL, fetch, WebSocket */
/* The playground's way to the graph: queries by POST, subscriptions over graphql-transport-ws, both with the token. */

import { session } from './session.js';

const endpoint = new URL('/graphql', window.location.href);
const socketEndpoint = new URL(endpoint);
socketEndpoint.protocol = endpoint.protocol.replace('http', 'ws');

/** The header editor's token wins over the session's. */
function authorizationOf(headers = {}) {
  const name = Object.keys(headers).find((key) => key.toLowerCase() === 'authorization');
  if (name) return headers[name];
  return session.token ? `Bearer ${session.token}` : undefined;
}

function noteSession(result) {
  for (const field of Object.values(result.data ?? {})) {
    if (field && typeof field === 'object' && typeof field.token === 'string') session.start(field);
  }
  return result;
}

export async function post(payload, headers) {
  const authorization = authorizationOf(headers);
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers, ...(authorization && { authorization }) },
    body: JSON.stringify(payload),
  });
  if (response.status === 401 && !headers?.authorization) session.end();
  return noteSession(await response.json());
}

/** One socket a subscription: simple, and enough for one person. */
export function subscribe(payload, headers) {
  const results = [];
  let finished = false;
  let wake = () => {};
  const push = (result) => {
    if (result) results.push(result);
    else finished = true;
    wake();
  };
  const socket = new WebSocket(socketEndpoint, 'graphql-transport-ws');
  const send = (message) => socket.send(JSON.stringify(message));
  const authorization = authorizationOf(headers);
  socket.onopen = () => send({ type: 'connection_init', payload: authorization ? { authorization } : {} });
  socket.onmessage = ({ data }) => {
    const message = JSON.parse(data);
    if (message.type === 'connection_ack') send({ id: '1', type: 'subscribe', payload });
    if (message.type === 'ping') send({ type: 'pong' });
    if (message.type === 'next') push(message.payload);
    if (message.type === 'error') push({ errors: message.payload });
    if (message.type === 'error' || message.type === 'complete') socket.close(1000);
  };
  socket.onclose = ({ code, reason }) => {
    if (code !== 1000) push({ errors: [{ message: `The connection was closed: ${code} ${reason}` }] });
    push(null);
  };
  return {
    [Symbol.asyncIterator]() {
      return this;
    },
    async next() {
      while (results.length === 0 && !finished) await new Promise((resolve) => (wake = resolve));
      return results.length > 0 ? { done: false, value: results.shift() } : { done: true, value: undefined };
    },
    async return() {
      socket.close(1000);
      return { done: true, value: undefined };
    },
  };
}
