import { OperationTypeNode } from 'graphql';
import type { ClientOperation } from '../client-documents.ts';

/** A request's parts besides its operation. */
export interface RequestParts {
  /** Place within its folder, from 1. */
  readonly seq: number;
  readonly variables: Readonly<Record<string, unknown>>;
  /** It needs no caller. */
  readonly isOpen: boolean;
  /** Variables for later requests, by their places in the data of the answer. */
  readonly kept: Readonly<Record<string, string>>;
}

/** A request in Bruno's language. Streams come as server-sent events; they have the tag `stream`, since they do not end. */
export function requestText(
  { operation, text }: ClientOperation,
  { seq, variables, isOpen, kept }: RequestParts,
): string {
  const isStream = operation.operation === OperationTypeNode.SUBSCRIPTION;
  const assignments = Object.entries(kept).map(([name, place]) => `${name}: res.body.data.${place}`);
  return blocks(
    block('meta', [
      `name: ${operation.name?.value}`,
      'type: graphql',
      `seq: ${seq}`,
      ...(isStream ? ['tags: [', '  stream', ']'] : []),
    ]),
    block('post', ['url: {{url}}', 'body: graphql', `auth: ${isOpen ? 'none' : 'inherit'}`]),
    ...(isStream ? [block('headers', ['accept: text/event-stream'])] : []),
    block('body:graphql', text.split('\n')),
    block('body:graphql:vars', JSON.stringify(variables, null, 2).split('\n')),
    ...(assignments.length > 0 ? [block('vars:post-response', assignments)] : []),
    ...(isStream ? [] : [block('assert', ['res.status: eq 200', 'res.body.errors: isUndefined'])]),
  );
}

/** A block of a file, with its lines. */
export const block = (name: string, lines: readonly string[]): string =>
  `${name} {\n${lines.map((line) => (line === '' ? '' : `  ${line}`)).join('\n')}\n}`;

/** The text of a file. */
export const blocks = (...all: readonly string[]): string => `${all.join('\n\n')}\n`;
