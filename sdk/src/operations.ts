import { getOperationAST, OperationTypeNode, type DocumentNode } from 'graphql';
import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { BrokerError } from './errors.ts';
import * as documents from './generated/operations.ts';
import { hasNoResult, type OnFieldErrors, type Result } from './result.ts';

/** `data`: the data alone. `result`: the data and the errors of fields that failed. */
export type AnswerForm = 'data' | 'result';
export type Answer<Data, Form extends AnswerForm> = Form extends 'data' ? Data : Result<Data>;

type Documents = typeof documents;
type MethodName<Key> = Key extends `${infer Name}Document` ? Uncapitalize<Name> : never;
/** Variables are optional when none is required. */
type Arguments<Variables, Rest extends unknown[]> =
  Record<string, never> extends Variables
    ? [variables?: Variables, ...Rest]
    : [variables: Variables, ...Rest];
type Method<Key, Document, Form extends AnswerForm> =
  Document extends TypedDocumentNode<infer Data, infer Variables>
    ? Key extends `${string}StreamDocument`
      ? (
          ...args: Arguments<Variables, [signal?: AbortSignal]>
        ) => AsyncGenerator<Answer<Data, Form>, void, undefined>
      : (...args: Arguments<Variables, []>) => Promise<Answer<Data, Form>>
    : never;

/** A method for each operation of `sdk/operations`: queries and mutations return a promise, streams an async iterable. */
export type Operations<Form extends AnswerForm = 'data'> = {
  readonly [Key in keyof Documents as MethodName<Key>]: Method<Key, Documents[Key], Form>;
};

/** Operations of your own; their results are typed when their documents are. */
export interface Requests<Form extends AnswerForm = 'data'> {
  request<Data, Variables extends object>(
    document: TypedDocumentNode<Data, Variables>,
    variables: Variables,
  ): Promise<Answer<Data, Form>>;
  /** See `streams.ts` for resumption. */
  subscribe<Data, Variables extends object>(
    document: TypedDocumentNode<Data, Variables>,
    variables: Variables,
    signal?: AbortSignal,
  ): AsyncGenerator<Answer<Data, Form>, void, undefined>;
}

/** Adds the methods of the generated operations to `request` and `subscribe`. */
export function withOperations<Form extends AnswerForm>(
  requests: Requests<Form>,
): Operations<Form> & Requests<Form> {
  const operations = Object.entries(documents)
    .filter(([name]) => name.endsWith('Document'))
    .map(([name, value]) => {
      const document = value as unknown as TypedDocumentNode<unknown, object>;
      const method = name.charAt(0).toLowerCase() + name.slice(1, -'Document'.length);
      const isStream = getOperationAST(document)?.operation === OperationTypeNode.SUBSCRIPTION;
      const call = isStream
        ? (variables: object = {}, signal?: AbortSignal) => requests.subscribe(document, variables, signal)
        : (variables: object = {}) => requests.request(document, variables);
      return [method, call] as const;
    });
  return { ...requests, ...(Object.fromEntries(operations) as unknown as Operations<Form>) };
}

/** Reduces results to their data. Throws BrokerError for an operation of which no root field has a result. */
export function dataOnly(requests: Requests<'result'>, onFieldErrors: OnFieldErrors): Requests {
  const dataOf = <Data>(document: DocumentNode, result: Result<Data>): Data => {
    if (hasNoResult(result)) throw new BrokerError(result.errors);
    if (result.errors.length > 0) onFieldErrors(result.errors, getOperationAST(document)?.name?.value);
    return result.data;
  };
  return {
    request: async (document, variables) => dataOf(document, await requests.request(document, variables)),
    subscribe: async function* (document, variables, signal) {
      for await (const result of requests.subscribe(document, variables, signal)) {
        yield dataOf(document, result);
      }
    },
  };
}
