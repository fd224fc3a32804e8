import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { composeGraph, GRAPH_FILES } from './compose.ts';

test('the supergraph has the address of each subgraph, so that another gateway can run it', () => {
  const addresses = [...composeGraph().supergraph.matchAll(/@join__graph\(name: "(.+?)", url: "(.*?)"\)/g)];
  expect(Object.fromEntries(addresses.map(([, name, url]) => [name, url]))).toEqual({
    identity: 'http://127.0.0.1:4001/graphql',
    orders: 'http://127.0.0.1:4002/graphql',
    wallet: 'http://127.0.0.1:4003/graphql',
    assets: 'http://127.0.0.1:4004/graphql',
    'market-data': 'http://127.0.0.1:4005/graphql',
  });
});

test('the committed graph matches the composed subgraphs (npm run compose)', async () => {
  const kept = (file: string): Promise<string> =>
    readFile(path.resolve(import.meta.dirname, '../..', file), 'utf8');
  const graph = composeGraph();
  expect(await kept(GRAPH_FILES.supergraph)).toBe(graph.supergraph);
  expect(await kept(GRAPH_FILES.api)).toBe(graph.api);
});
