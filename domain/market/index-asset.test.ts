import { expect, test } from 'vitest';
import { INDEX_ASSETS, indexAssetOf, isIndex } from './index-asset.ts';
import { isValidIsin } from './isin.ts';

test('knows which tickers are indexes', () => {
  expect(['IBOV', 'PETR4', 'BOVA11'].filter(isIndex)).toEqual(['IBOV']);
  expect(indexAssetOf('IBOV')).toMatchObject({ name: 'Ibovespa', kind: 'INDEX', status: 'NOT_TRADABLE' });
  expect(indexAssetOf('PETR4')).toBeNull();
});

test('every index has a valid ISIN', () => {
  expect(INDEX_ASSETS.filter(({ isin }) => !isValidIsin(isin))).toEqual([]);
});
