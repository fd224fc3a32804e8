import { kindOf, nameOf, type GraphDocument } from './document.ts';
import { BrokerError } from './errors.ts';
import * as documents from './generated/documents.ts';
import { hasNoResult, type OnFieldErrors, type Result } from './result.ts';
import type { StreamOptions } from './streams/streams.ts';

/** `data`: the data alone. `result`: the data and the errors of fields that failed. */
export type AnswerForm = 'data' | 'result';
export type Answer<Data, Form extends AnswerForm> = Form extends 'data' ? Data : Result<Data>;

/** Options of one request. */
export interface RequestOptions {
  /** Gives the request up: it throws the signal's reason. A mutation may have run. */
  readonly signal?: AbortSignal | undefined;
}

type Documents = typeof documents;
type MethodName<Key> = Key extends `${infer Name}Document` ? Uncapitalize<Name> : never;
/** Variables are optional when none is required. */
type Arguments<Variables, Rest extends unknown[]> =
  Record<string, never> extends Variables
    ? [variables?: Variables, ...Rest]
    : [variables: Variables, ...Rest];
type Method<Key, Document, Form extends AnswerForm> =
  Document extends GraphDocument<infer Data, infer Variables>
    ? Key extends `${string}StreamDocument`
      ? (
          ...args: Arguments<Variables, [options?: StreamOptions]>
        ) => AsyncGenerator<Answer<Data, Form>, void, undefined>
      : (...args: Arguments<Variables, [options?: RequestOptions]>) => Promise<Answer<Data, Form>>
    : never;

/** A method for each operation of `sdk/operations`: queries and mutations return a promise, streams an async iterable. */
export type Operations<Form extends AnswerForm = 'data'> = {
  readonly [Key in keyof Documents as MethodName<Key>]: Method<Key, Documents[Key], Form>;
};

/** Operations of your own; their results are typed when their documents are. */
export interface Requests<Form extends AnswerForm = 'data'> {
  request<Data, Variables extends object>(
    document: GraphDocument<Data, Variables>,
    variables: Variables,
    options?: RequestOptions,
  ): Promise<Answer<Data, Form>>;
  /** See `streams/follow.ts` for resumption. */
  subscribe<Data, Variables extends object>(
    document: GraphDocument<Data, Variables>,
    variables: Variables,
    options?: StreamOptions,
  ): AsyncGenerator<Answer<Data, Form>, void, undefined>;
}

/** Adds the methods of the generated operations to `request` and `subscribe`. */
export function withOperations<Form extends AnswerForm>(
  requests: Requests<Form>,
  starts: Readonly<Record<string, (variables: object) => StreamOptions['start']>>,
): Operations<Form> & Requests<Form> {
  const operations = Object.entries(documents).map(([name, value]) => {
    const document = value as GraphDocument<unknown, object>;
    const method = name.charAt(0).toLowerCase() + name.slice(1, -'Document'.length);
    const stream = (variables: object = {}, options: StreamOptions = {}) =>
      requests.subscribe(document, variables, { start: starts[method]?.(variables), ...options });
    const request = (variables: object = {}, options: RequestOptions = {}) =>
      requests.request(document, variables, options);
    return [method, kindOf(document) === 'subscription' ? stream : request] as const;
  });
  return { ...requests, ...(Object.fromEntries(operations) as unknown as Operations<Form>) };
}

/** Reduces results to their data. Throws BrokerError for an operation of which no root field has a result. */
export function dataOnly(requests: Requests<'result'>, onFieldErrors: OnFieldErrors): Requests {
  const dataOf = <Data>(document: string, result: Result<Data>): Data => {
    if (hasNoResult(result)) throw new BrokerError(result.errors);
    if (result.errors.length > 0) onFieldErrors(result.errors, nameOf(document));
    return result.data;
  };
  return {
    request: async (document, variables, options) =>
      dataOf(document, await requests.request(document, variables, options)),
    subscribe: async function* (document, variables, options) {
      for await (const result of requests.subscribe(document, variables, options)) {
        yield dataOf(document, result);
      }
    },
  };
}
