import { expect, test } from 'vitest';
import { ASSET_KINDS } from '#domain/market/instrument.ts';
import { instrumentFactCodec } from '#contracts/messages/market-facts.ts';
import { loadCatalogue } from './catalogue.ts';

const catalogue = loadCatalogue('2026-03-16');
const byTicker = new Map(catalogue.map((instrument) => [instrument.ticker, instrument]));

test('contains at least 60 instruments of several kinds, each ticker once', () => {
  const listed = catalogue.filter((instrument) => !instrument.ticker.endsWith('F'));
  expect(listed.length).toBeGreaterThanOrEqual(60);
  expect(byTicker.size).toBe(catalogue.length);
  const kinds = ASSET_KINDS.filter((kind) => listed.some((instrument) => instrument.kind === kind));
  expect(kinds).toEqual(['COMMON_STOCK', 'PREFERRED_STOCK', 'UNIT', 'REIT', 'ETF', 'BDR']);
});

test.each(catalogue)('$ticker can be announced and has its twin', (instrument) => {
  instrumentFactCodec.encode({ v: 1, ...instrument });
  const twin = instrument.twinTicker === null ? null : byTicker.get(instrument.twinTicker);
  expect(twin === null).toBe(!instrument.ticker.endsWith('F') && instrument.lotSize === 1);
  if (twin === null) return;
  expect(twin).toMatchObject({ twinTicker: instrument.ticker, isin: instrument.isin, kind: instrument.kind });
  expect(new Set([instrument.lotSize, twin?.lotSize])).toEqual(new Set([1, 100]));
});

test.each(catalogue)('the band of $ticker holds its reference price', (instrument) => {
  const { lowCentavos, highCentavos } = instrument.priceBand ?? { lowCentavos: 0, highCentavos: 0 };
  expect(lowCentavos).toBeLessThan(instrument.previousCloseCentavos);
  expect(highCentavos).toBeGreaterThan(instrument.previousCloseCentavos);
});
