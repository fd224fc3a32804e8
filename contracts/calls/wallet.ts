import { z } from 'zod';
import * as f from '../fields.ts';
import { fillsDigest, page, pageOfAccount, type RpcOf } from './rpc.ts';

const asset = z.union([z.literal('BRL'), f.ticker]);

/** Ids of reservations are those of their orders and replace requests: prefix, time of creation, random digits. */
export const RESERVATION_PREFIXES = ['ord', 'rpl'] as const;

export const walletRpcContract = {
  service: 'wallet',
  methods: {
    /** Opens a new user's account named `main`. Idempotent: the account's id is derived from the owner's. */
    openMainAccount: {
      input: z.object({ ownerId: f.id, correlationId: f.id }),
      output: z.object({ accountId: f.id }),
    },
    /** The owner of each account, null for an unknown account. An owner never changes, so callers may cache it. */
    ownersOf: {
      input: z.object({ accountIds: z.array(f.id) }),
      output: z.array(f.id.nullable()),
    },
    /** The tickers of the positions of each account, closed positions included; none for an unknown account. */
    positionTickers: {
      input: z.object({ accountIds: z.array(f.id) }),
      output: z.array(z.array(f.ticker)),
    },
    /** Whether each account has a brokerage note of the trade date, stored or provisional. */
    haveNotes: {
      input: z.object({ keys: z.array(z.object({ accountId: f.id, tradeDate: f.day })) }),
      output: z.array(z.boolean()),
    },
    /** Sequence of the last order fact of each account that is booked; 0 for none and for an unknown account. */
    bookedFacts: {
      input: z.object({ accountIds: z.array(f.id) }),
      output: z.array(f.sequence),
    },
    /**
     * Reserves cash ('BRL', centavos) or shares (the ticker) for an order. Idempotent by `reservationId`: a repeat
     * returns the first outcome. The first reservation of an order has the order's id. A voided id, even one voided in
     * advance, is never reserved: VOIDED.
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
    /** Releases reservations that led to no order. Idempotent; an unknown id is voided in advance. */
    voidReservations: {
      input: z.object({ reservationIds: z.array(f.id), correlationId: f.id }),
      output: z.null(),
    },
    /** Cash and shares that are available now, for a preview. */
    available: {
      input: z.object({ accountId: f.id, ticker: f.ticker }),
      output: z.object({ cashCentavos: z.int(), shares: f.count }).nullable(),
    },
  },
} as const;
export type WalletRpc = RpcOf<typeof walletRpcContract>;

/** Calls of operators to the wallet. */
export const walletOperatorRpcContract = {
  service: 'wallet-operator',
  methods: {
    /**
     * Accounts in quarantine: whose order facts cannot be booked (BOOKING), whose day cannot be closed (DAY_CLOSE), or whose due
     * amounts cannot be settled (SETTLEMENT).
     */
    quarantine: {
      input: z.object({}),
      output: z.array(
        z.object({
          accountId: f.id,
          kind: z.enum(['BOOKING', 'DAY_CLOSE', 'SETTLEMENT']),
          reason: z.string(),
          atMs: f.instantMs,
        }),
      ),
    },
    /**
     * Books the facts that an account in quarantine misses, settles what is due, and releases it. `reason` says why it is in quarantine
     * again; null when it is released, also for an account that was not in quarantine. A day that could not be closed is closed at
     * the next close.
     */
    release: {
      input: z.object({ accountId: f.id }),
      output: z.object({ bookedFacts: f.count, reason: z.string().nullable() }),
    },
  },
} as const;
export type WalletOperatorRpc = RpcOf<typeof walletOperatorRpcContract>;

/** Calls of auditors to the wallet. They read the whole ledger, so the order path does not use them. */
export const walletAuditRpcContract = {
  service: 'wallet-audit',
  methods: {
    /**
     * Checks the ledger against itself, in one database snapshot. `wrong` counts the violations of each rule below;
     * `examples` names a few of them.
     */
    ledger: {
      input: z.object({}),
      output: z.object({
        accounts: f.count,
        transfers: f.count,
        legs: f.count,
        balances: f.count,
        /** Trades without a note. */
        openTrades: f.count,
        /** Statement lines not published yet, and messages that could not be booked. */
        outboxDepth: f.count,
        parkedMessages: f.count,
        entitlements: f.count,
        /** Exercises of subscription rights. */
        exercises: f.count,
        /** Charges of debit balances. */
        debitCharges: f.count,
        wrong: z.object({
          /** Transfers whose legs do not sum to zero for each asset. */
          unbalancedTransfers: f.count,
          /** Balances that are not the sum of their legs. */
          wrongBalances: f.count,
          /** Balances below zero in accounts that may not be overdrawn. */
          negativeBalances: f.count,
          /** Statement lines whose balance is not the previous one plus the amount, or whose sequence has a gap. */
          brokenStatements: f.count,
          /** Balances (account and asset) whose reserved amount is not the sum of the reservations of orders. */
          wrongReserves: f.count,
          /** Balances due on a day before today that have not settled. */
          overdueSettlements: f.count,
          /**
           * Entitlements to corporate actions that are not the shares of the record date by trade date, or payments that are not
           * those shares times the declared amount, or new shares and rights that are not those that the factor gives.
           */
          wrongEntitlements: f.count,
          /** Results of corporate actions that do not follow from their entitlements and entries. */
          wrongActionResults: f.count,
          /**
           * Exercises of rights at another amount or day than the subscription's, receipts without an exercise, shares that were
           * not credited, or rights that did not lapse.
           */
          wrongExercises: f.count,
          /** Accounts whose charged costs and taxes are not those of their notes and open trades. */
          wrongCharges: f.count,
          /** Charges of debit balances that do not follow from the balance at the end of their day and the broker's price. */
          wrongDebitCharges: f.count,
        }),
        examples: z.array(z.string()),
      }),
    },
    /**
     * Computes the closed days and months of some persons again, from the trades, deposits and corporate actions of all of their
     * accounts, and compares positions, notes, results and taxes. The answer names a few of the violations of each rule.
     */
    persons: {
      input: page,
      output: z.object({
        /** The last owner of the page; null when no owner is left. */
        lastOwnerId: f.id.nullable(),
        accounts: f.count,
        positions: f.count,
        notes: f.count,
        results: f.count,
        months: f.count,
        wrongPositions: z.array(z.string()),
        wrongNotes: z.array(z.string()),
        wrongResults: z.array(z.string()),
        /** Closed days with trades that have no note. */
        missingNotes: z.array(z.string()),
        /** Months that differ from those that the person sees. */
        wrongMonths: z.array(z.string()),
        /** Accounts in quarantine. */
        quarantined: z.array(z.string()),
      }),
    },
    /** Amounts held for orders now, by order id; orders that hold nothing are left out. */
    holds: {
      input: page,
      output: z.array(z.object({ orderId: f.id, accountId: f.id, asset, amount: z.int().positive() })),
    },
    /** The booked fills of each account, by account id. */
    bookedDigests: { input: page, output: z.array(fillsDigest) },
    /** Booked fills of an account, by execution id. */
    bookedExecutions: {
      input: pageOfAccount,
      output: z.array(z.object({ executionId: f.id, orderId: f.id, accountId: f.id, quantity: z.int() })),
    },
    /** Sequence of the last order fact that was booked, by account id. */
    orderFactSequences: {
      input: page,
      output: z.array(z.object({ accountId: f.id, sequence: f.sequence })),
    },
  },
} as const;
export type WalletAuditRpc = RpcOf<typeof walletAuditRpcContract>;
