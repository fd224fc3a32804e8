import { custodyTickerOf } from '#domain/market/custody-ticker.ts';
import { hasEnded, type OrderStatus } from '#domain/orders/order.ts';
import { finding, type Finding } from './findings.ts';
import type { Snapshot } from './snapshot.ts';

/** Checks a snapshot against the invariants 1 to 3 and 8 of the design. */
export const check = (snapshot: Snapshot): Finding[] => [
  ...checkLedger(snapshot),
  checkHolds(snapshot),
  ...checkDelivery(snapshot),
  ...checkEngine(snapshot),
  ...checkExecutions(snapshot),
  ...checkPersons(snapshot),
];

/** Invariants of the ledger's rules that do not belong to the first one. */
const INVARIANTS: Partial<Record<keyof Snapshot['ledger']['wrong'], Finding['invariant']>> = {
  overdueSettlements: 3,
  wrongEntitlements: 8,
  wrongActionResults: 8,
  wrongExercises: 8,
  wrongCharges: 8,
  wrongDebitCharges: 8,
};

/** Converts the wallet's own check of its ledger to findings. */
function checkLedger({ ledger }: Snapshot): Finding[] {
  const { wrong, examples } = ledger;
  const rule = (name: keyof typeof wrong, text: string, checked: number, unit: string): Finding => ({
    invariant: INVARIANTS[name] ?? 1,
    rule: text,
    checked,
    unit,
    wrong: wrong[name],
    examples: examples.filter((example) => example.startsWith(`${name}: `)),
  });
  const { transfers, balances, accounts, entitlements, exercises, debitCharges } = ledger;
  return [
    rule('unbalancedTransfers', 'the legs of every transfer sum to zero per asset', transfers, 'transfers'),
    rule('wrongBalances', 'every balance is the sum of its legs', balances, 'balances'),
    rule('negativeBalances', 'no available or reserved balance is negative', balances, 'balances'),
    rule('brokenStatements', 'every statement line follows from the previous one', transfers, 'lines'),
    rule('wrongReserves', 'every reserved balance is the sum held for orders', accounts, 'accounts'),
    rule('overdueSettlements', 'no balance is due on a past day', balances, 'balances'),
    rule(
      'wrongEntitlements',
      'every corporate action gave for the shares of its record date',
      entitlements,
      'entitlements',
    ),
    rule(
      'wrongActionResults',
      'the result of every corporate action follows from its entitlement',
      entitlements,
      'entitlements',
    ),
    rule('wrongExercises', 'every exercise of rights follows from its subscription', exercises, 'exercises'),
    rule('wrongCharges', 'costs and taxes charged are those of the notes', accounts, 'accounts'),
    rule(
      'wrongDebitCharges',
      'every charge of a debit balance follows from the balance of its day',
      debitCharges,
      'charges',
    ),
  ];
}

/** Positions, notes, results and taxes follow from the trades. */
function checkPersons({ persons }: Snapshot): Finding[] {
  const count = (name: 'accounts' | 'positions' | 'notes' | 'results' | 'months'): number =>
    persons.reduce((total, page) => total + page[name], 0);
  type Violations =
    'wrongPositions' | 'wrongNotes' | 'wrongResults' | 'missingNotes' | 'wrongMonths' | 'quarantined';
  const rule = (text: string, name: Parameters<typeof count>[0], violations: Violations): Finding =>
    finding({
      ...{ invariant: 8, rule: text, checked: count(name), unit: name },
      wrong: persons.flatMap((page) => page[violations]),
    });
  return [
    rule('the cost of every position follows from its trades', 'positions', 'wrongPositions'),
    rule('every note follows from its trades', 'notes', 'wrongNotes'),
    rule('the result of every sale follows from its trades', 'results', 'wrongResults'),
    rule('every closed day with trades has its note', 'accounts', 'missingNotes'),
    rule('no account is in quarantine', 'accounts', 'quarantined'),
    rule("every month's taxes follow from the notes and trades of the person", 'months', 'wrongMonths'),
  ];
}

/** The amount held for each order equals the amount that it may still need. */
function checkHolds({ holds, orders, fills }: Snapshot): Finding {
  const held = new Map(holds.map((hold) => [hold.orderId, hold]));
  const wrong: string[] = [];
  for (const order of orders) {
    const asset = order.side === 'BUY' ? 'BRL' : custodyTickerOf(order.ticker);
    const reserved = order.side === 'BUY' ? order.reservedCentavos : order.reservedQuantity;
    const needed = order.mayStillNeed;
    const hold = held.get(order.orderId);
    held.delete(order.orderId);
    if ((hold?.amount ?? 0) !== needed || reserved !== needed || (hold && hold.asset !== asset)) {
      wrong.push(
        `${order.orderId} needs ${needed} ${asset}, reports ${reserved}, and ${hold?.amount ?? 0} are held`,
      );
    }
  }
  for (const hold of held.values())
    wrong.push(`${hold.amount} ${hold.asset} are held for an unknown order: ${hold.orderId}`);
  const rule = 'the reservation of each order is what it may still need';
  return finding({ invariant: 1, rule, checked: fills.orders, unit: 'orders', wrong });
}

/** No message is in flight, lost or refused. */
function checkDelivery({
  backlog,
  ledger,
  factsWritten,
  factsBooked,
  unconfirmedCommands,
  orders,
  fills,
}: Snapshot) {
  const { lastReportSequence: _handled, impossibleReports, ...waiting } = backlog;
  const work = { ...waiting, walletOutbox: ledger.outboxDepth, unconfirmedCommands };
  const pendingWork = Object.entries(work).flatMap(([queue, count]) =>
    count > 0 ? [`${queue}: ${count}`] : [],
  );
  const unbooked = [...factsWritten].flatMap(([accountId, sequence]) => {
    const booked = factsBooked.get(accountId) ?? 0;
    return booked === sequence
      ? []
      : [`${accountId}: orders has fact ${sequence}, the wallet has booked ${booked}`];
  });
  const pending = orders.filter((order) => order.status === 'PENDING' || order.requestPending);
  const refused = [
    ...(impossibleReports > 0 ? [`${impossibleReports} execution reports match no order`] : []),
    ...(ledger.parkedMessages > 0 ? [`the wallet parked ${ledger.parkedMessages} messages`] : []),
  ];
  return [
    finding({
      ...{ invariant: 2, rule: 'all outboxes and inboxes are empty' },
      ...{ checked: Object.keys(work).length, unit: 'queues', wrong: pendingWork },
    }),
    finding({
      ...{ invariant: 2, rule: 'no message was refused' },
      ...{ checked: refused.length, unit: 'refused', wrong: refused },
    }),
    finding({
      ...{ invariant: 2, rule: 'the exchange has answered every order and request' },
      ...{ checked: fills.orders, unit: 'orders' },
      wrong: pending.map((order) => `${order.orderId} is ${order.status}`),
    }),
    finding({
      ...{ invariant: 3, rule: 'the wallet has booked every fact of orders' },
      ...{ checked: factsWritten.size, unit: 'accounts', wrong: unbooked },
    }),
  ];
}

/** Broker and engine agree on every common order, and every open order is known to both. */
function checkEngine({ orders, engineOrders }: Snapshot): Finding[] {
  const engine = new Map(engineOrders.map((order) => [order.orderId, order]));
  const wrong: string[] = [];
  let compared = 0;
  for (const order of orders) {
    const atEngine = engine.get(order.orderId);
    engine.delete(order.orderId);
    if (atEngine) {
      compared += 1;
      const atBroker = describeOrder(order);
      if (describeOrder(atEngine) !== atBroker) {
        wrong.push(
          `${order.orderId} is ${atBroker} at the broker, ${describeOrder(atEngine)} at the exchange`,
        );
      }
    } else if (!hasEnded(order.status)) {
      wrong.push(`${order.orderId} is ${order.status} at the broker, unknown at the exchange`);
    }
  }
  const onlyAtEngine = [...engine.keys()].map((orderId) => `${orderId} is only at the exchange`);
  const duplicates = engineOrders.length - new Set(engineOrders.map((order) => order.orderId)).size;
  return [
    finding({
      ...{ invariant: 2, rule: 'broker and exchange agree on the state of every order' },
      ...{ checked: compared, unit: 'orders', wrong },
    }),
    finding({
      ...{ invariant: 2, rule: 'the exchange has no order that the broker does not know' },
      ...{ checked: engineOrders.length, unit: 'orders' },
      wrong: [...onlyAtEngine, ...(duplicates > 0 ? [`${duplicates} orders appear twice`] : [])],
    }),
  ];
}

interface Comparable {
  readonly ticker: string;
  readonly side: string;
  readonly status: OrderStatus;
  readonly quantity: number;
  readonly filledQuantity: number;
  readonly leavesQuantity: number;
}

/** Leaves quantity is compared only for open orders. */
const describeOrder = (order: Comparable): string => {
  const filled = `${order.status} ${order.side} ${order.quantity} ${order.ticker}, ${order.filledQuantity} filled`;
  return hasEnded(order.status) ? filled : `${filled}, ${order.leavesQuantity} left`;
};

/** The wallet has booked every fill once, and each order's filled quantity is the sum of its fills. */
function checkExecutions({ executions, booked, fills }: Snapshot): Finding[] {
  const bookedById = new Map(booked.map((one) => [one.executionId, one]));
  const wrong: string[] = [];
  for (const { executionId, orderId, accountId, quantity } of executions) {
    const booking = bookedById.get(executionId);
    bookedById.delete(executionId);
    if (!booking) wrong.push(`${executionId} is not booked`);
    else if (
      Math.abs(booking.quantity) !== quantity ||
      booking.orderId !== orderId ||
      booking.accountId !== accountId
    ) {
      wrong.push(`${executionId} is booked as ${booking.quantity} of ${booking.orderId}`);
    }
  }
  for (const executionId of bookedById.keys())
    wrong.push(`${executionId} is booked but no order has this fill`);
  return [
    finding({
      ...{ invariant: 3, rule: 'every execution is booked exactly once' },
      ...{ checked: fills.executions, unit: 'executions', wrong },
    }),
    {
      ...{ invariant: 3, rule: 'the filled quantity of every order is the sum of its executions' },
      ...{ checked: fills.orders, unit: 'orders', wrong: fills.wrong, examples: fills.examples },
    },
  ];
}
