import type { AssetsRpc } from '#contracts/calls/assets.ts';
import type { DeclaredAction } from '#domain/corporate-actions/declared-action.ts';
import type { AssetKind } from '#domain/market/instrument.ts';
import { declaredAction } from '#test/support/samples/declared-action.ts';
import { instrumentFact } from '#test/support/samples/instrument.ts';
import type { ModelAction, ModelKind } from '#verification/years/model/facts.ts';

const KINDS: Readonly<Record<string, readonly [ModelKind, AssetKind]>> = {
  PETR4: ['STOCK', 'PREFERRED_STOCK'],
  SANB11: ['STOCK', 'UNIT'],
  BOVA11: ['FUND', 'ETF'],
  MXRF11: ['REIT', 'REIT'],
};
export const kindOf = (asset: string): ModelKind => KINDS[asset]?.[0] ?? 'STOCK';
export const assetOf = (ticker: string): string => ticker.replace(/F$/, '');

export const instrumentOf = (ticker: string) =>
  instrumentFact({ ticker, name: ticker, kind: KINDS[assetOf(ticker)]?.[1] ?? 'UNIT', priceBand: null });
/** A catalogue with the kinds of the test. */
export const assets: AssetsRpc = {
  historyAssets: async ({ tickers }) => tickers.map(() => null),
  addHistoryAssets: async () => ({ added: 0 }),
  instruments: async ({ tickers }) => tickers.map(instrumentOf),
  catalogue: async () => [],
  corporateActions: async ({ ids }) => ids.map(() => null),
  clock: async () => ({ v: 1, mode: 'b3', realMs: 0, simulatedMs: 0, speed: 1 }),
  indexCompositions: async () => [],
};

const CHANGES: readonly Partial<DeclaredAction>[] = [
  {
    ...{ ticker: 'PETR4', kind: 'SPLIT', factor: '1.5', recordDate: '2023-12-14', exDate: '2023-12-15' },
    fractionSale: { paysOn: '2024-01-02', price: '8.53' },
  },
  {
    ...{ ticker: 'SANB11', kind: 'BONUS', factor: '1.15', pricePerShare: '13.65162423' },
    ...{ recordDate: '2023-12-14', exDate: '2023-12-15', paysOn: '2023-12-28' },
    fractionSale: { paysOn: '2024-01-31', price: '30.01' },
  },
  {
    ...{ ticker: 'PETR4', kind: 'CAPITAL_RETURN', factor: null, amountPerShare: '913.131313' },
    ...{ recordDate: '2023-12-28', exDate: '2024-01-02', paysOn: '2024-01-31' },
  },
  {
    ...{ ticker: 'SANB11', kind: 'JCP', factor: null, amountPerShare: '1.23456' },
    ...{ recordDate: '2024-01-31', exDate: '2024-02-01', paysOn: '2024-02-29' },
  },
  {
    ...{ ticker: 'SANB11', kind: 'REVERSE_SPLIT', factor: '0.04' },
    ...{ recordDate: '2024-01-31', exDate: '2024-02-01' },
    fractionSale: { paysOn: '2024-02-29', price: '1999.99' },
  },
];
/** The actions as assets publishes them. Each has its days among those of the test. */
export const DECLARED = CHANGES.map((changes) => declaredAction(changes));
const fraction = (text: string): readonly [bigint, bigint] => [
  BigInt(text.replace('.', '')),
  10n ** BigInt(text.split('.')[1]?.length ?? 0),
];
/** The same actions as the model sees them. */
export const ACTIONS = DECLARED.map((one): ModelAction => {
  const { kind, ticker, recordDate, exDate, paysOn, factor, amountPerShare, pricePerShare, fractionSale } =
    one;
  return {
    ...{ kind: kind as ModelAction['kind'], ticker, recordDate, appliesOn: paysOn ?? exDate },
    figure: fraction(factor ?? amountPerShare ?? '0'),
    costOfShare: fraction(pricePerShare ?? '0'),
    fractions: fractionSale && { paidOn: fractionSale.paysOn, price: fraction(fractionSale.price) },
  };
});
