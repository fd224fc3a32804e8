import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { runProgram } from '#test/support/programs/run-program.ts';
import { eventually } from '#test/support/eventually.ts';
import { post } from './client.ts';
import { fixtureSupergraph } from './fixture-subgraphs.ts';

const FIELDS = '{ __type(name: "MarketStatus") { fields { name } } }';
/** A port that refuses connections. */
const NOWHERE = 'http://127.0.0.1:9';
const withFields = (...fields: string[]): string =>
  fixtureSupergraph().replace('phase: String!', fields.map((name) => `${name}: String!`).join(' '));

test('the gateway takes a changed file and SIGHUP, and refuses a bad file', { timeout: 60_000 }, async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'supergraph-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = path.join(folder, 'supergraph.graphql');
  await writeFile(file, withFields('phase'));
  const program = await runProgram('gateway/main.ts', {
    PORT: '0',
    SUPERGRAPH: file,
    ...Object.fromEntries(['ASSETS', 'MARKET', 'ORDERS', 'WALLET'].map((name) => [`${name}_URL`, NOWHERE])),
    INTERNAL_KEY: Buffer.alloc(32, 7).toString('base64url'),
  });
  await program.printed('ready at');
  const url = /ready at ([^\s,]+)/.exec(program.output())?.[1] ?? '';
  const fields = async (): Promise<unknown> => {
    const { body } = await post(url, { query: FIELDS });
    return (body.data?.['__type'] as { fields: { name: string }[] }).fields.map(({ name }) => name);
  };
  expect(await fields()).toEqual(['phase']);
  await writeFile(`${file}.new`, withFields('phase', 'reason'));
  await rename(`${file}.new`, file);
  await eventually(async () => expect(await fields()).toEqual(['phase', 'reason']));
  await writeFile(file, 'type Query {');
  await eventually(async () => expect(program.errors()).toContain('keeps its supergraph'));
  expect(await fields()).toEqual(['phase', 'reason']);
  await writeFile(file, withFields('phase', 'reason', 'until'));
  program.child.kill('SIGHUP');
  await eventually(async () => expect(await fields()).toEqual(['phase', 'reason', 'until']));
  program.child.kill('SIGHUP');
  await eventually(async () => expect(program.errors()).toContain('has not changed'));
});
