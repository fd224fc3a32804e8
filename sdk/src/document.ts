/**
 * The text of an operation with the types of its data and variables. The generated documents are of this type; write your own
 * as `'query { ... }' as GraphDocument<Data, Variables>`, or print a document of another tool (`print` of graphql-js).
 */
export type GraphDocument<Data, Variables> = string & {
  /** For the compiler alone: it has no value. */
  readonly __types?: (variables: Variables) => Data;
};

const HEAD = /^\s*(?:#.*\s*)*(query|mutation|subscription)\b\s*(\w+)?/;

/** `query`, `mutation` or `subscription`: the kind of a document that begins with its operation. */
export const kindOf = (text: string): string => HEAD.exec(text)?.[1] ?? 'query';

/** Name of the operation of a document; undefined for one without a name. */
export const nameOf = (text: string): string | undefined => HEAD.exec(text)?.[2];
