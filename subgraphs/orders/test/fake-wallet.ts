import type { OrderFact } from '#contracts/messages/order-facts.ts';
import type { WalletRpc } from '#contracts/calls/wallet.ts';
import type { Side } from '#domain/orders/order.ts';

/** A wallet in memory. It keeps the wallet's contract, and throws when orders break theirs. */
export interface FakeWallet extends WalletRpc {
  /** Applies a fact once, by its sequence. */
  apply(fact: OrderFact): void;
  /** The reserved amount of each order, without zeros. */
  holds(): Record<string, number>;
  /** The available amount: 'BRL' in centavos, a ticker in shares. */
  free(accountId: string, asset: string): number;
  give(accountId: string, asset: string, amount: number): void;
  /** The applied facts, in sequence. */
  readonly facts: readonly OrderFact[];
}

export function createFakeWallet(owners: Readonly<Record<string, string>>): FakeWallet {
  const free = new Map<string, number>();
  const reservations = new Map<string, { orderId: string; key: string; amount: number }>();
  const voided = new Set<string>();
  const holds = new Map<string, number>();
  const facts: OrderFact[] = [];
  const sequences = new Map<string, number>();
  return {
    facts,
    give: (accountId, asset, amount) => add(free, keyOf(accountId, asset), amount),
    free: (accountId, asset) => free.get(keyOf(accountId, asset)) ?? 0,
    holds: () => Object.fromEntries([...holds].filter(([, amount]) => amount !== 0)),
    apply: (fact) => {
      const last = sequences.get(fact.accountId) ?? 0;
      if (fact.sequence <= last) return;
      if (fact.sequence !== last + 1) throw new Error(`fact ${fact.sequence} came after ${last}`);
      sequences.set(fact.accountId, fact.sequence);
      facts.push(fact);
      const { order, execution, released } = fact;
      const key = keyOf(fact.accountId, assetOf(order));
      add(holds, order.orderId, -released);
      add(free, key, released);
      if (!execution) return;
      const paid =
        order.side === 'BUY' ? execution.grossCentavos + execution.feesCentavos : execution.quantity;
      add(free, key, -paid);
    },
    openMainAccount: async () => ({ accountId: 'acc_main' }),
    ownersOf: async ({ accountIds }) => accountIds.map((id) => owners[id] ?? null),
    bookedFacts: async ({ accountIds }) => accountIds.map((id) => sequences.get(id) ?? 0),
    haveNotes: async ({ keys }) => keys.map(() => false),
    positionTickers: async ({ accountIds }) => accountIds.map((id) => tickersOf(free, id)),
    reserve: async ({ reservations: wanted }) =>
      wanted.map(({ reservationId, orderId, accountId, asset, amount }) => {
        if (voided.has(reservationId)) return { outcome: 'VOIDED' };
        if (reservations.has(reservationId)) return { outcome: 'RESERVED' };
        const key = keyOf(accountId, asset);
        const available = free.get(key) ?? 0;
        if (available < amount) return { outcome: 'INSUFFICIENT', available };
        add(free, key, -amount);
        add(holds, orderId, amount);
        reservations.set(reservationId, { orderId, key, amount });
        return { outcome: 'RESERVED' };
      }),
    voidReservations: async ({ reservationIds }) => {
      for (const id of reservationIds.filter((one) => !voided.has(one))) {
        voided.add(id);
        const made = reservations.get(id);
        if (!made) continue;
        add(holds, made.orderId, -made.amount);
        add(free, made.key, made.amount);
      }
      return null;
    },
    available: async ({ accountId, ticker }) => {
      const freeOf = (asset: string): number => free.get(keyOf(accountId, asset)) ?? 0;
      return owners[accountId] === undefined ? null : { cashCentavos: freeOf('BRL'), shares: freeOf(ticker) };
    },
  };
}

const keyOf = (accountId: string, asset: string): string => `${accountId} ${asset}`;

/** The assets of an account other than cash. */
const tickersOf = (amounts: ReadonlyMap<string, number>, accountId: string): string[] =>
  [...amounts.keys()].flatMap((key) => {
    const [account, asset] = key.split(' ');
    return account === accountId && asset !== undefined && asset !== 'BRL' ? asset : [];
  });

function add(amounts: Map<string, number>, key: string, amount: number): void {
  const sum = (amounts.get(key) ?? 0) + amount;
  if (sum < 0) throw new Error(`${key} would be ${sum}`);
  amounts.set(key, sum);
}

const assetOf = (order: { readonly side: Side; readonly custodyTicker: string }): string =>
  order.side === 'BUY' ? 'BRL' : order.custodyTicker;
