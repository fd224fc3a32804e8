import type { Random } from '#platform/random.ts';
import { hostile, oneOf, upTo } from './values.ts';

/** Pieces of GraphQL and JSON that change the meaning of what follows. */
const TOKENS = [
  '{',
  '}',
  '(',
  ')',
  '[',
  ']',
  '"',
  '"""',
  ':',
  ',',
  '!',
  '...',
  '@',
  '$',
  '#',
  '\\',
  '\n',
  '\u0000',
  '&',
  '|',
  '=',
  '{ __typename }',
  '__schema',
  '__type(name: "User") { name }',
  '@skip(if: true)',
  '@include(if: $x)',
  '@defer',
  'fragment F on Query { ...F }',
  '...F',
  'on User',
  'query',
  'mutation',
  'subscription',
  'null',
  '-0',
  '1e400',
  '$',
  '\ufeff',
];

/** Changes the bytes of a body: flips, inserts, removes, repeats or cuts. */
export function mutateBytes(bytes: Buffer, random: Random): Buffer {
  const at = upTo(random, bytes.length + 1);
  const length = upTo(random, 20);
  const changes: readonly (() => Buffer)[] = [
    () => {
      const copy = Buffer.from(bytes);
      if (copy.length > 0) copy[at % copy.length] = upTo(random, 256);
      return copy;
    },
    () =>
      Buffer.concat([
        bytes.subarray(0, at),
        Buffer.from([upTo(random, 256), upTo(random, 256)]),
        bytes.subarray(at),
      ]),
    () => Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + length)]),
    () => Buffer.concat([bytes.subarray(0, at), bytes.subarray(at, at + length), bytes.subarray(at)]),
    () => bytes.subarray(0, at),
    () => Buffer.concat([bytes, bytes]),
  ];
  return oneOf(random, changes)();
}

/** Changes the tokens of a document: inserts, removes, repeats or exchanges some. */
export function mutateDocument(text: string, random: Random): string {
  const tokens = text.split(/(\s+|[{}()[\]:,!@$.]+)/).filter((token) => token !== '');
  for (let left = 1 + upTo(random, 4); left > 0; left--) {
    const at = upTo(random, tokens.length);
    const changes: readonly (() => void)[] = [
      () => tokens.splice(at, 1),
      () => tokens.splice(at, 0, oneOf(random, TOKENS)),
      () => tokens.splice(at, 0, ...tokens.slice(at, at + upTo(random, 30))),
      () => tokens.splice(at, 1, oneOf(random, tokens)),
      () => tokens.splice(at, 1, `a${upTo(random, 9)}: ${tokens[at] ?? ''}`),
    ];
    oneOf(random, changes)();
    if (tokens.length === 0) return '';
  }
  return tokens.join('');
}

/** Replaces one value somewhere in a JSON value by a hostile one, or adds or removes a member. */
export function mutateJson(value: unknown, random: Random): unknown {
  if (typeof value !== 'object' || value === null || random() < 0.2) return hostile(random);
  if (Array.isArray(value)) {
    const at = upTo(random, value.length);
    return value.map((one, index) => (index === at ? mutateJson(one, random) : (one as unknown)));
  }
  const entries = Object.entries(value);
  const at = upTo(random, entries.length);
  const action = random();
  if (action < 0.1) return Object.fromEntries(entries.filter((_, index) => index !== at));
  if (action < 0.2)
    return Object.fromEntries([...entries, [JSON.stringify(hostile(random)), hostile(random)]]);
  return Object.fromEntries(
    entries.map(([key, one], index) => [key, index === at ? mutateJson(one, random) : one]),
  );
}
