import { z } from 'zod';
import * as f from '../fields.ts';
import { orderState } from './order-state.ts';
import type { RpcOf } from './rpc.ts';

/** An order in the engine. `limitPriceTicks` is null for an order without a limit. */
const engineOrder = z.object({ member: f.id, ...orderState, limitPriceTicks: f.priceTicks.nullable() });

/** Calls of auditors and operators to the matching engine. Orders reach it through its queue, never through a call. */
export const engineRpcContract = {
  service: 'engine',
  methods: {
    /** Open orders, including waiting stops and orders for a call, of one member or (null) of all; by member in order of entry. */
    openOrders: { input: z.object({ member: f.id.nullable() }), output: z.array(engineOrder) },
    /**
     * The member's orders that the engine still holds: all open ones, and at least the newest 50,000 that have ended,
     * rejected ones included.
     */
    orderStates: { input: z.object({ member: f.id }), output: z.array(engineOrder) },
    /** SHA-256 of the core's whole state, with the number of commands journaled and of those whose outputs were confirmed. */
    stateHash: {
      input: z.object({}),
      output: z.object({ stateHash: z.string(), commands: f.count, confirmedCommands: f.count }),
    },
    /** Publishes a BOOK_SNAPSHOT of each ticker, in the ticker's sequence; skips unknown tickers. */
    publishBooks: { input: z.object({ tickers: z.array(f.ticker).max(1000) }), output: z.null() },
    /** Publishes the JOURNAL_POSITION of a member on its queue, after the reports before it. */
    publishPosition: { input: z.object({ member: f.id }), output: z.null() },
    /**
     * Lets the journal go on for one that was lost, for a member that has ended its orders: cancels those that it still has open, drops the
     * member's commands up to a number, and counts reports, market data and trades after `from`. Returns the identity of the journal.
     */
    renumber: {
      input: z.object({ member: f.id, from: f.sequence, commandNumber: f.count }),
      output: z.object({ journalId: f.id }),
    },
    /** Phase of a ticker, or (null) of all tickers of this engine, in order of their definition. Shows the effect of an operator's call. */
    phases: {
      input: z.object({ ticker: f.ticker.nullable() }),
      output: z.array(
        z.object({
          ticker: f.ticker,
          phase: f.phase,
          cause: f.phaseCause,
          /** True when the halt is the market's, not the ticker's own. */
          isOfMarket: z.boolean(),
        }),
      ),
    },
    /** Halts a ticker, or (null) all tickers, until `resume` or until `endsAtMs` of the market's clock. */
    halt: {
      input: z.object({ ticker: f.ticker.nullable(), endsAtMs: f.instantMs.optional() }),
      output: z.null(),
    },
    /** Ends the halt of a ticker, or (null) the halt of all tickers. In continuous trading a resumption call comes first. */
    resume: { input: z.object({ ticker: f.ticker.nullable() }), output: z.null() },
    /** Starts an auction of a ticker in continuous trading; has no effect in other phases. Default length: that of a price auction. */
    startAuction: {
      input: z.object({ ticker: f.ticker, durationMs: z.int().positive().optional() }),
      output: z.null(),
    },
    /** Publishes the index value to the circuit breaker, in hundredths of a point. */
    publishIndexValue: {
      input: z.object({ value: f.count, previousClose: z.int().positive() }),
      output: z.null(),
    },
  },
} as const;
export type EngineRpc = RpcOf<typeof engineRpcContract>;
export type EngineOrder = z.infer<typeof engineOrder>;
