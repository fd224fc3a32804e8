import { print } from 'graphql';
import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { ConnectionError } from './errors.ts';
import { readResponse, type GraphResponse, type Result } from './result.ts';

/** Settings of HTTP requests to the graph. */
export interface HttpSettings {
  readonly url: string;
  readonly token: () => string | undefined;
  readonly fetch: typeof fetch;
}

/** Runs a query or mutation. Throws BrokerError when the graph refuses it as a whole, ConnectionError without a response. */
export async function request<Data, Variables>(
  settings: HttpSettings,
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables,
): Promise<Result<Data>> {
  const token = settings.token();
  // A browser's fetch rejects any `this` but the window, so it must not be called as a method of the settings.
  const { url, fetch } = settings;
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/graphql-response+json, application/json',
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify({ query: print(document), variables }),
  }).catch((error: unknown) => {
    throw new ConnectionError(`cannot reach ${url}`, { cause: error });
  });
  return readResponse(await parse<Data>(response));
}

async function parse<Data>(response: Response): Promise<GraphResponse<Data>> {
  const text = await response.text();
  try {
    return JSON.parse(text) as GraphResponse<Data>;
  } catch (error) {
    throw new ConnectionError(`status ${response.status} and no GraphQL answer`, { cause: error });
  }
}
