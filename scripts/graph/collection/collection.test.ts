import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { buildSchema, getVariableValues, Kind, parse, validate, type OperationDefinitionNode } from 'graphql';
import { expect, test } from 'vitest';
import { COLLECTION, collectionFiles } from './collection.ts';

const root = path.resolve(import.meta.dirname, '../../..');
const folder = path.join(root, COLLECTION);
const textOf = (name: string): string => readFileSync(path.join(folder, name), 'utf8');
const schema = buildSchema(readFileSync(path.join(root, 'gateway/generated/api.graphql'), 'utf8'), {
  assumeValid: true,
});
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
  /\.(bru|json)$/.test(name),
);
const requests = files.filter((name) => textOf(name).includes('body:graphql {'));
/** The text of a block. */
const blockOf = (name: string, block: string): string =>
  new RegExp(`^${block} \\{\\n([^]*?)\\n\\}`, 'm').exec(textOf(name))?.[1] ?? '';

test('the files are those of the operations of the SDK: else run "npm run codegen"', async () => {
  const generated = await collectionFiles();
  expect([...files].sort()).toEqual([...generated.keys()].sort());
  for (const [name, text] of generated)
    expect(existsSync(path.join(folder, name)) && textOf(name)).toBe(text);
});

test.each(requests)('the graph takes the operation of %s with its variables', (name) => {
  const document = parse(blockOf(name, 'body:graphql'));
  expect(validate(schema, document)).toEqual([]);
  const [operation] = document.definitions.filter(
    (one): one is OperationDefinitionNode => one.kind === Kind.OPERATION_DEFINITION,
  );
  const variables = JSON.parse(blockOf(name, 'body:graphql:vars')) as Record<string, unknown>;
  const { errors } = getVariableValues(schema, operation?.variableDefinitions ?? [], variables);
  expect(errors).toBeUndefined();
});

test('every variable of Bruno has a value in the environment or out of an answer, and the README explains it', () => {
  const namesIn = (text: string, pattern: RegExp): string[] =>
    [...text.matchAll(pattern)].map(([, name]) => name ?? '');
  const used = new Set(files.flatMap((name) => namesIn(textOf(name), /\{\{(\$?\w+)\}\}/g)));
  const given = new Set([
    ...namesIn(blockOf('environments/local.bru', 'vars'), /^ {2}(\w+):/gm),
    ...requests.flatMap((name) => namesIn(blockOf(name, 'vars:post-response'), /^ {2}(\w+):/gm)),
    '$guid',
  ]);
  expect([...used].filter((name) => !given.has(name))).toEqual([]);
  const explained = new Set(namesIn(textOf('README.md'), /^\| `(\$?\w+)`/gm));
  expect([...explained].sort()).toEqual([...used].sort());
});
