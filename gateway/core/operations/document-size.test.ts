import { parse } from 'graphql';
import { expect, test } from 'vitest';
import { DEFAULT_LIMITS } from '../limits.ts';
import { exceededSize } from './document-size.ts';

const list = (count: number, text: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => text(index)).join(' ');
const sizeOf = (text: string): string | null => exceededSize(parse(text), DEFAULT_LIMITS);

test.each([
  [
    'a chain of fragments',
    `{ ...f0 } ${list(49, (n) => `fragment f${n} on Query { ...f${n + 1} }`)} fragment f49 on Query { a }`,
  ],
  [
    'many fragments',
    `{ ${list(50, (n) => `...f${n}`)} } ${list(50, (n) => `fragment f${n} on Query { a }`)}`,
  ],
  ['many variables', `query (${list(101, (n) => `$v${n}: Int`)}) { a }`],
  ['many arguments', `{ a(${list(101, (n) => `x${n}: 1`)}) }`],
  ['many directives', `{ a ${list(101, () => '@skip(if: true)')} }`],
  ['nested inline fragments', `${'{ ... '.repeat(31)}{ a }${'}'.repeat(31)}`],
  ['a long alias', `{ ${'a'.repeat(129)}: a }`],
  ['a long field', `{ ${'a'.repeat(129)} }`],
  ['a long name of an operation', `query ${'a'.repeat(129)} { a }`],
  ['a long variable', `query ($${'a'.repeat(129)}: Int) { a }`],
  ['a long fragment', `{ ...${'a'.repeat(129)} } fragment ${'a'.repeat(129)} on Query { a }`],
  ['many selections', `{ ${list(1_001, () => 'a')} }`],
])('refuses %s', (_name, text) => {
  expect(sizeOf(text)).toMatch(/^The document (has|lists|nests) (a name of )?more than/);
});

test('accepts documents at the bounds', () => {
  expect(
    sizeOf(
      `{ ...f0 } ${list(48, (n) => `fragment f${n} on Query { ...f${n + 1} }`)} fragment f48 on Query { a }`,
    ),
  ).toBe(null);
  expect(sizeOf(`{ ${list(1_000, () => 'a')} }`)).toBe(null);
  expect(sizeOf(`{ ${'a'.repeat(128)}: a }`)).toBe(null);
  expect(sizeOf(`query (${list(100, (n) => `$v${n}: Int`)}) { a }`)).toBe(null);
  expect(sizeOf(`${'{ ... '.repeat(29)}{ a }${'}'.repeat(29)}`)).toBe(null);
});
