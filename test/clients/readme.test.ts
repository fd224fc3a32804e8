import { readFileSync } from 'node:fs';
import path from 'node:path';
import { buildSchema, parse, validate } from 'graphql';
import { expect, test } from 'vitest';
import { PLAYGROUND_PATH } from '#gateway/playground/address.ts';
import { nameOf, SAMPLES } from '#gateway/playground/samples.ts';

const root = path.resolve(import.meta.dirname, '../..');
const textOf = (file: string): string => readFileSync(path.join(root, file), 'utf8');
const readme = textOf('README.md');
const schema = buildSchema(textOf('gateway/generated/api.graphql'));

const BLOCK = /```graphql\n(.*?)```/gs;
const operations = [...readme.matchAll(BLOCK)].map(([, text = '']) => text);

test('the operations of the README fit the graph, and signUp comes before those that need an account', () => {
  expect(operations.flatMap((text) => validate(schema, parse(text)))).toEqual([]);
  expect(operations[0]).toContain('signUp(');
  expect(operations.findIndex((text) => text.includes('accountId'))).toBeGreaterThan(0);
});

test('the README names the samples of the playground in their order, and its address', () => {
  const steps = readme.slice(
    readme.indexOf('## First steps'),
    readme.indexOf('The same from your own program'),
  );
  const named = [...steps.matchAll(/\b[A-Z][A-Za-z]+\b/g)].map(([word]) => word);
  const titles = SAMPLES.map(nameOf);
  expect(named.filter((word) => titles.includes(word))).toEqual(titles);
  expect(readme).toContain(`http://127.0.0.1:4000${PLAYGROUND_PATH}>`);
});
