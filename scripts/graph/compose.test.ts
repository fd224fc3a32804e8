import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { composeGraph, GRAPH_FILES } from './compose.ts';

test('the committed graph matches the composed subgraphs (npm run compose)', async () => {
  const kept = (file: string): Promise<string> =>
    readFile(path.resolve(import.meta.dirname, '../..', file), 'utf8');
  const graph = composeGraph();
  expect(await kept(GRAPH_FILES.supergraph)).toBe(graph.supergraph);
  expect(await kept(GRAPH_FILES.api)).toBe(graph.api);
});
