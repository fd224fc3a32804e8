import { z } from 'zod';
import { ASSET_STATUSES } from '#domain/market/instrument.ts';
import * as f from './fields.ts';
import { clockFactSchema, instrumentFactSchema } from './messages/market-facts.ts';

/**
 * The synchronous calls between parts. Each takes a batch, so that a single order is a batch of one. Answers stand in
 * the order of the questions.
 */
type MethodShapes = Record<string, { input: z.ZodType; output: z.ZodType }>;

/** What a part implements, and what its callers hold, local or remote alike. */
export type RpcOf<C extends { methods: MethodShapes }> = {
  readonly [M in keyof C['methods']]: (
    input: z.infer<C['methods'][M]['input']>,
  ) => Promise<z.infer<C['methods'][M]['output']>>;
};

const asset = z.union([z.literal('BRL'), f.ticker]);

export const walletRpcContract = {
  service: 'wallet',
  methods: {
    /** Opens the account named main of a new user. Idempotent: its id follows from the owner's. */
    openMainAccount: {
      input: z.object({ ownerId: f.id, correlationId: f.id }),
      output: z.object({ accountId: f.id }),
    },
    /** The owner of each account; null where there is none. Never changes, so it may be kept. */
    ownersOf: {
      input: z.object({ accountIds: z.array(f.id) }),
      output: z.array(f.id.nullable()),
    },
    /**
     * Reserves cash ('BRL', centavos) or shares (the ticker) for an order. Idempotent by `reservationId`: a repeat
     * answers as the first did. One that was voided, before or after, is never reserved again: VOIDED.
     */
    reserve: {
      input: z.object({
        reservations: z.array(
          z.object({
            reservationId: f.id,
            orderId: f.id,
            accountId: f.id,
            asset,
            amount: z.int().positive(),
            correlationId: f.id,
          }),
        ),
      }),
      output: z.array(
        z.discriminatedUnion('outcome', [
          z.object({ outcome: z.literal('RESERVED') }),
          z.object({ outcome: z.literal('INSUFFICIENT'), available: z.int() }),
          z.object({ outcome: z.literal('VOIDED') }),
          z.object({ outcome: z.literal('ACCOUNT_NOT_FOUND') }),
        ]),
      ),
    },
    /** Frees reservations that no order came of. Idempotent; one not seen yet is voided in advance. */
    voidReservations: {
      input: z.object({ reservationIds: z.array(f.id), correlationId: f.id }),
      output: z.null(),
    },
    /** What may be spent now, for a preview. */
    available: {
      input: z.object({ accountId: f.id, ticker: f.ticker }),
      output: z.object({ cashCentavos: z.int(), shares: f.count }).nullable(),
    },
  },
} as const;
export type WalletRpc = RpcOf<typeof walletRpcContract>;

/** A question for one page of a long answer: what stands after this id, in the order of ids. */
const page = z.object({ after: f.id.nullable(), limit: z.int().positive().max(10_000) });

/** What the wallet tells auditors. It looks at all it has, so it is no call for the way of an order. */
export const walletAuditRpcContract = {
  service: 'wallet-audit',
  methods: {
    /**
     * The ledger checked against itself, all read at one moment. `wrong` counts what breaks a rule, named below;
     * `examples` names a few of those.
     */
    ledger: {
      input: z.object({}),
      output: z.object({
        accounts: f.count,
        transfers: f.count,
        legs: f.count,
        balances: f.count,
        /** Lines of statements not published yet, and messages that could not be booked. */
        outboxDepth: f.count,
        parkedMessages: f.count,
        wrong: z.object({
          /** Transfers whose legs do not sum to zero for each asset. */
          unbalancedTransfers: f.count,
          /** Balances that are not the sum of their legs. */
          wrongBalances: f.count,
          /** Balances below zero that may not be. */
          negativeBalances: f.count,
          /** Lines of statements whose balance is not the one before plus the amount, or whose sequence leaps. */
          brokenStatements: f.count,
          /** Accounts and assets in which the reserved balance is not the sum of what orders hold. */
          wrongReserves: f.count,
          /** Balances still due on a day before today. */
          overdueSettlements: f.count,
        }),
        examples: z.array(z.string()),
      }),
    },
    /** What is held for each order now, where it is more than nothing, by order. */
    holds: {
      input: page,
      output: z.array(z.object({ orderId: f.id, accountId: f.id, asset, amount: z.int().positive() })),
    },
    /** Fills that were booked, by execution. */
    bookedExecutions: {
      input: page,
      output: z.array(z.object({ executionId: f.id, orderId: f.id, accountId: f.id, quantity: z.int() })),
    },
    /** The last fact of its orders that each account has booked. */
    orderFactSequences: {
      input: page,
      output: z.array(z.object({ accountId: f.id, sequence: f.sequence })),
    },
  },
} as const;
export type WalletAuditRpc = RpcOf<typeof walletAuditRpcContract>;

/** Fields that broker and exchange both know of an order, and that an audit compares. */
const orderState = {
  orderId: f.id,
  accountId: f.id,
  ticker: f.ticker,
  side: f.side,
  status: f.orderStatus,
  quantity: f.quantity,
  filledQuantity: f.count,
  leavesQuantity: f.count,
};

/** What orders tells auditors. */
export const ordersRpcContract = {
  service: 'orders',
  methods: {
    /** All orders, by id, each as it is now; intents are none yet. */
    auditOrders: {
      input: page,
      output: z.array(
        z.object({
          ...orderState,
          filledCentavos: f.centavos,
          reservedCentavos: f.centavos,
          reservedQuantity: f.count,
          /** What its terms and fills say that it may still cost or deliver, computed anew. */
          mayStillNeed: f.count,
          executionCount: f.count,
          requestPending: z.boolean(),
        }),
      ),
    },
    /** All fills, by execution. */
    auditExecutions: {
      input: page,
      output: z.array(
        z.object({
          executionId: f.id,
          orderId: f.id,
          accountId: f.id,
          quantity: f.quantity,
          grossCentavos: f.centavos,
          feesCentavos: f.centavos,
        }),
      ),
    },
    /** The newest fact of each account's orders, by account. */
    factSequences: {
      input: page,
      output: z.array(z.object({ accountId: f.id, sequence: f.sequence })),
    },
    /** Work that is not done yet; all of it 0 once the queues are empty, impossible reports always. */
    backlog: {
      input: z.object({}),
      output: z.object({
        commandOutbox: f.count,
        factOutbox: f.count,
        intents: f.count,
        abandonedReservations: f.count,
        missingReports: f.count,
        impossibleReports: f.count,
        /** The last of the exchange's reports that was handled; of several shards the sum of theirs. */
        lastReportSequence: f.count,
      }),
    },
  },
} as const;
export type OrdersRpc = RpcOf<typeof ordersRpcContract>;

export const assetsRpcContract = {
  service: 'assets',
  methods: {
    /** Instruments by ticker; null where there is none. */
    instruments: {
      input: z.object({ tickers: z.array(z.string()) }),
      output: z.array(instrumentFactSchema.nullable()),
    },
    /** All instruments. */
    catalogue: { input: z.object({}), output: z.array(instrumentFactSchema) },
    /** The simulation's clock, for a part that starts. */
    clock: { input: z.object({}), output: clockFactSchema },
  },
} as const;
export type AssetsRpc = RpcOf<typeof assetsRpcContract>;

/** Operators' calls to assets. */
export const assetsOperatorRpcContract = {
  service: 'assets-operator',
  methods: {
    /** Suspends, delists or readmits an instrument; the instrument after the change, null for an unknown ticker. */
    setStatus: {
      input: z.object({ ticker: f.ticker, status: z.enum(ASSET_STATUSES) }),
      output: instrumentFactSchema.nullable(),
    },
  },
} as const;
export type AssetsOperatorRpc = RpcOf<typeof assetsOperatorRpcContract>;

export const identityRpcContract = {
  service: 'identity',
  methods: {
    /** Public keys (JWK) that verify the tokens of users. */
    publicKeys: { input: z.object({}), output: z.array(z.record(z.string(), z.unknown())) },
  },
} as const;
export type IdentityRpc = RpcOf<typeof identityRpcContract>;

/** An order as the engine knows it. `limitPriceTicks` is null while it has no limit. */
const engineOrder = z.object({ member: f.id, ...orderState, limitPriceTicks: f.priceTicks.nullable() });

/** Calls of auditors and operators. Members' commands go through the engine's queue, never through a call. */
export const engineRpcContract = {
  service: 'engine',
  methods: {
    /**
     * Open orders of one member or (null) of all, by member in order of entry. Includes stops that wait and orders for a
     * call.
     */
    openOrders: { input: z.object({ member: f.id.nullable() }), output: z.array(engineOrder) },
    /**
     * All orders of the member that the engine knows: every open one and at least the newest 50,000 that ended, rejected
     * orders included.
     */
    orderStates: { input: z.object({ member: f.id }), output: z.array(engineOrder) },
    /** SHA-256 of the exchange's state, with the number of commands journaled and of those whose outputs are confirmed. */
    stateHash: {
      input: z.object({}),
      output: z.object({ stateHash: z.string(), commands: f.count, confirmedCommands: f.count }),
    },
    /** Publishes a BOOK_SNAPSHOT of each ticker, in its sequence; skips unknown tickers. */
    publishBooks: { input: z.object({ tickers: z.array(f.ticker).max(1000) }), output: z.null() },
    /** Halts a ticker, or (null) the whole market, until a resume or until an instant of the market clock. */
    halt: {
      input: z.object({ ticker: f.ticker.nullable(), endsAtMs: f.instantMs.optional() }),
      output: z.null(),
    },
    /** Ends the halt of a ticker, or (null) of the market. Continuous trading resumes through a call. */
    resume: { input: z.object({ ticker: f.ticker.nullable() }), output: z.null() },
    /** Starts a call of a ticker in continuous trading; has no effect in other phases. Default length: a price auction's. */
    startAuction: {
      input: z.object({ ticker: f.ticker, durationMs: z.int().positive().optional() }),
      output: z.null(),
    },
    /** Gives the circuit breaker a value of its index, in hundredths of a point. */
    tellIndex: {
      input: z.object({ value: f.count, previousClose: z.int().positive() }),
      output: z.null(),
    },
  },
} as const;
export type EngineRpc = RpcOf<typeof engineRpcContract>;
export type EngineOrder = z.infer<typeof engineOrder>;
