import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { composeSupergraph, SUPERGRAPH_FILE } from './compose-supergraph.ts';

test('the kept supergraph is what its subgraphs compose to (npm run compose)', async () => {
  expect(composeSupergraph()).toBe(await readFile(SUPERGRAPH_FILE, 'utf8'));
});
