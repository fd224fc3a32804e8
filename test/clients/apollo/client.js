import { ApolloClient, ApolloLink, HttpLink, Observable } from '@apollo/client';
import { print } from 'graphql';
import { callerOf, createSocket, resume } from '../graphql-ws/resume.js';
import { createCache } from './cache.js';

/** A client of one caller: `token` gives the present token, or none before the sign-in. */
export function createApollo(url, token) {
  const socket = createSocket(url, token);
  const streams = new ApolloLink(
    ({ query, variables }) =>
      new Observable((observer) => resume(socket, { query: print(query), variables }, observer)),
  );
  const requests = new HttpLink({
    uri: url,
    fetch: async (address, init) =>
      fetch(address, { ...init, headers: { ...init.headers, ...(await callerOf(token)) } }),
  });
  const isStream = ({ operationType }) => operationType === 'subscription';
  return new ApolloClient({ cache: createCache(), link: ApolloLink.split(isStream, streams, requests) });
}
