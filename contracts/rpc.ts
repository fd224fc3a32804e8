import { z } from 'zod';
import * as f from './fields.ts';
import { clockFactSchema, instrumentFactSchema } from './market-facts.ts';

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

export const identityRpcContract = {
  service: 'identity',
  methods: {
    /** Public keys (JWK) that verify the tokens of users. */
    publicKeys: { input: z.object({}), output: z.array(z.record(z.string(), z.unknown())) },
  },
} as const;
export type IdentityRpc = RpcOf<typeof identityRpcContract>;
