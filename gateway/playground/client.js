/* global document, window, URL, fetch, WebSocket, crypto, YogaGraphiQL */
/* The playground's way to the graph: queries by POST, subscriptions over graphql-transport-ws, both with the token. */

const endpoint = new URL('/graphql', window.location.href);
const socketEndpoint = new URL(endpoint);
socketEndpoint.protocol = endpoint.protocol.replace('http', 'ws');

/* Kept in the browser, so that a second window is signed in too. */
const stored = (name) => ({
  get: () => window.localStorage.getItem(`playground:${name}`),
  set: (value) => window.localStorage.setItem(`playground:${name}`, value),
  clear: () => window.localStorage.removeItem(`playground:${name}`),
});
const kept = { token: stored('token'), email: stored('email'), account: stored('account') };

const session = {
  get token() {
    return kept.token.get();
  },
  get email() {
    return kept.email.get();
  },
  get account() {
    return kept.account.get();
  },
  start({ token, user }) {
    kept.token.set(token);
    if (user?.email) kept.email.set(user.email);
    if (user?.accounts?.[0]) kept.account.set(user.accounts[0].id);
    showSession();
  },
  end() {
    for (const value of Object.values(kept)) value.clear();
    showSession();
  },
};

function showSession() {
  const bar = document.querySelector('#session');
  bar.replaceChildren();
  if (!session.token) {
    bar.append('Not signed in: run SignUp or SignIn');
    return;
  }
  const out = document.createElement('button');
  out.textContent = 'Sign out';
  out.addEventListener('click', () => session.end());
  bar.append(`Signed in${session.email ? ` as ${session.email}` : ''} `, out);
}

/** The header editor's token wins over the session's. */
function authorizationOf(headers = {}) {
  const name = Object.keys(headers).find((key) => key.toLowerCase() === 'authorization');
  if (name) return headers[name];
  return session.token ? `Bearer ${session.token}` : undefined;
}

/** Fills in MY_ACCOUNT and NEW_ID. */
function fillIn(value) {
  if (value === 'MY_ACCOUNT') return session.account ?? value;
  if (value === 'NEW_ID')
    return `playground-${Array.from(crypto.getRandomValues(new Uint32Array(3))).join('-')}`;
  if (Array.isArray(value)) return value.map(fillIn);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, fillIn(inner)]));
}

function noteSession(result) {
  for (const field of Object.values(result.data ?? {})) {
    if (field && typeof field === 'object' && typeof field.token === 'string') session.start(field);
  }
  return result;
}

async function post(payload, headers) {
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
function subscribe(payload, headers) {
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

/** True when the operation that runs is a subscription. */
function isSubscription({ query, operationName }) {
  const code = query.replace(/#[^\n]*/g, '');
  const name = operationName ? `\\s+${operationName}\\b` : '';
  return new RegExp(`\\bsubscription${name}`).test(code);
}

function fetcher(parameters, { headers } = {}) {
  const payload = { ...parameters, variables: fillIn(parameters.variables ?? {}) };
  return isSubscription(payload) ? subscribe(payload, headers) : post(payload, headers);
}

const samples = JSON.parse(document.querySelector('#samples').textContent);
/* GraphiQL takes the first tab's variables from elsewhere, and must not when it has tabs of a former visit. */
const isFirstVisit = window.localStorage.getItem('graphiql:tabState') === null;

/* GraphiQL measures a drag from where it shifted the tab to (see the page's style): a click that moves by some pixels
   would move the tab to the end. So tabs cannot be dragged. */
const root = document.querySelector('#root');
const keepTab = (event) => {
  if (event.target.closest('.graphiql-tab')) event.stopPropagation();
};
root.addEventListener('pointerdown', keepTab, { capture: true });

showSession();
YogaGraphiQL.renderYogaGraphiQL(root, {
  fetcher,
  title: 'My Broker B3',
  defaultTabs: samples,
  ...(isFirstVisit && { variables: samples[0].variables }),
  shouldPersistHeaders: false,
  onEditQuery: () => {},
});
