import { z } from 'zod';
import { ASSET_STATUSES } from '#domain/market/instrument.ts';
import * as f from '../fields.ts';
import {
  actionTermsFields,
  clockFactSchema,
  corporateActionFactSchema,
  instrumentFactSchema,
} from '../messages/market-facts.ts';
import type { RpcOf } from './rpc.ts';

/** The portfolio of an index from a day on. */
export const indexCompositionSchema = z.object({
  ticker: f.ticker,
  from: f.day,
  divisor: f.exactDecimal,
  members: z.array(
    z.object({
      ticker: f.ticker,
      /** Theoretical quantity, in shares. */
      quantity: f.quantity,
      /** Share of the index at the portfolio's beginning, in parts per million. */
      sharePpm: f.count,
    }),
  ),
});
export type IndexCompositionFact = z.infer<typeof indexCompositionSchema>;

const historyAssetSchema = z.object({
  ticker: z.string().min(1).max(12),
  isin: z.string().max(12),
  name: z.string().max(12),
  kind: f.assetKind,
  lastDay: f.day,
});

export const assetsRpcContract = {
  service: 'assets',
  methods: {
    /** The instrument of each ticker, null for an unknown one. */
    instruments: {
      input: z.object({ tickers: z.array(z.string()) }),
      output: z.array(instrumentFactSchema.nullable()),
    },
    /** Securities with imported history that are not traded here; null for another ticker. */
    historyAssets: {
      input: z.object({ tickers: z.array(z.string()) }),
      output: z.array(historyAssetSchema.nullable()),
    },
    /** Adds securities of an import that are no instruments, or renews their names. Returns the number of new ones. */
    addHistoryAssets: {
      input: z.object({ assets: z.array(historyAssetSchema) }),
      output: z.object({ added: z.int().nonnegative() }),
    },
    /** All instruments. */
    catalogue: { input: z.object({}), output: z.array(instrumentFactSchema) },
    /** The corporate action of each id, null for an unknown one. */
    corporateActions: {
      input: z.object({ ids: z.array(z.string()) }),
      output: z.array(corporateActionFactSchema.nullable()),
    },
    /** All portfolios of an index, in order of their days. */
    indexCompositions: {
      input: z.object({ ticker: f.ticker }),
      output: z.array(indexCompositionSchema),
    },
    /** The simulation's clock; a part reads it at its start. */
    clock: { input: z.object({}), output: clockFactSchema },
  },
} as const;
export type AssetsRpc = RpcOf<typeof assetsRpcContract>;

/** Calls of operators to the assets subgraph. */
export const assetsOperatorRpcContract = {
  service: 'assets-operator',
  methods: {
    /** Suspends, delists or readmits an instrument. Returns the changed instrument, null for an unknown ticker. */
    setStatus: {
      input: z.object({ ticker: f.ticker, status: z.enum(ASSET_STATUSES) }),
      output: instrumentFactSchema.nullable(),
    },
    /**
     * Declares a corporate action. `isLate` allows a record date before today: the wallet then applies the action at once,
     * to the shares of that day; the exchange adjusts nothing. A fault is a sentence with the reason.
     */
    declareCorporateAction: {
      input: z.object({ ...actionTermsFields, isLate: z.boolean() }),
      output: z.discriminatedUnion('outcome', [
        z.object({ outcome: z.enum(['NEW', 'COMPLETED']), action: corporateActionFactSchema }),
        z.object({ outcome: z.literal('REFUSED'), fault: z.string() }),
      ]),
    },
    /** Gives the price that the auction of an action's fractions reached, and the day on which it is paid. */
    setFractionSale: {
      input: z.object({ id: f.id, paysOn: f.day, price: f.exactDecimal }),
      output: z.discriminatedUnion('outcome', [
        z.object({ outcome: z.literal('SET'), action: corporateActionFactSchema }),
        z.object({ outcome: z.literal('REFUSED'), fault: z.string() }),
      ]),
    },
  },
} as const;
export type AssetsOperatorRpc = RpcOf<typeof assetsOperatorRpcContract>;
