import { Client, fetchExchange, subscriptionExchange } from '@urql/core';
import { callerOf, createSocket, resume } from '../graphql-ws/resume.js';
import { createCache } from './cache.js';

/** A client of one caller: `token` gives the present token, or none before the sign-in. */
export function createUrql(url, token) {
  const socket = createSocket(url, token);
  return new Client({
    url,
    preferGetMethod: false,
    fetch: async (address, init) =>
      fetch(address, { ...init, headers: { ...init.headers, ...(await callerOf(token)) } }),
    exchanges: [
      createCache(),
      fetchExchange,
      subscriptionExchange({
        forwardSubscription: ({ query, variables }) => ({
          subscribe: (sink) => ({ unsubscribe: resume(socket, { query, variables }, sink) }),
        }),
      }),
    ],
  });
}
