import { z } from 'zod';
import { ASSET_STATUSES } from '#domain/market/instrument.ts';
import * as f from '../fields.ts';
import { clockFactSchema, instrumentFactSchema } from '../messages/market-facts.ts';
import type { RpcOf } from './rpc.ts';

export const assetsRpcContract = {
  service: 'assets',
  methods: {
    /** The instrument of each ticker, null for an unknown one. */
    instruments: {
      input: z.object({ tickers: z.array(z.string()) }),
      output: z.array(instrumentFactSchema.nullable()),
    },
    /** All instruments. */
    catalogue: { input: z.object({}), output: z.array(instrumentFactSchema) },
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
  },
} as const;
export type AssetsOperatorRpc = RpcOf<typeof assetsOperatorRpcContract>;
