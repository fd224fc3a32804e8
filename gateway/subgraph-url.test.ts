import { expect, test } from 'vitest';
import { SettingsError } from '#platform/config.ts';
import { subgraphUrl } from './subgraph-url.ts';

const subgraph = { name: 'market-data', url: 'http://127.0.0.1:4005/graphql' };

test('a subgraph has the address of the supergraph, unless a setting has another', () => {
  expect(subgraphUrl(subgraph, {})).toBe(subgraph.url);
  expect(subgraphUrl(subgraph, { MARKET_DATA_URL: 'http://10.0.0.1:80' })).toBe('http://10.0.0.1:80');
});

test('a setting that is no address, and a missing one, are refused', () => {
  expect(() => subgraphUrl({ ...subgraph, url: '' }, {})).toThrow('MARKET_DATA_URL is not set');
  expect(() => subgraphUrl(subgraph, { MARKET_DATA_URL: 'market' })).toThrow(SettingsError);
});
