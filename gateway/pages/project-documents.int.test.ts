import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestGateway, type TestGateway } from '../test/start.ts';

const root = path.resolve(import.meta.dirname, '../..');
const textOf = (file: string): string => readFileSync(path.join(root, file), 'utf8');

let at: TestGateway;
beforeAll(async () => {
  at = await startTestGateway();
});
afterAll(() => at.gateway.stop());

test('llms.txt comes from the gateway, and each of its links, the graph and the recipes among them', async () => {
  const overview = await fetch(`${at.url}/llms.txt`);
  expect([overview.status, overview.headers.get('content-type')]).toEqual([200, 'text/plain; charset=utf-8']);
  const text = await overview.text();
  expect(text).toBe(textOf('llms.txt'));
  const links = [...text.matchAll(/\]\((.+?)\)/g)].map(([, link]) => link ?? '');
  expect(links).toEqual(expect.arrayContaining(['gateway/generated/api.graphql', 'docs/CLIENTS.md']));
  for (const link of links) {
    const answer = await fetch(new URL(link, overview.url));
    expect([link, answer.status, await answer.text()]).toEqual([link, 200, textOf(link)]);
  }
});

test('the documents of the playground are among them', async () => {
  const page = await (await fetch(`${at.url}/playground`)).text();
  const documents = [...page.matchAll(/<a href="([^"]+)"/g)].map(([, address]) => address ?? '');
  expect(documents).toHaveLength(3);
  for (const address of documents) expect((await fetch(`${at.url}${address}`)).status).toBe(200);
});

test.each(['package.json', 'docs/', 'docs/..%2Fpackage.json', 'gateway/generated/supergraph.graphql'])(
  'no other file of the project does: %s',
  async (file) => {
    expect((await fetch(`${at.url}/${file}`)).status).toBe(404);
  },
);
