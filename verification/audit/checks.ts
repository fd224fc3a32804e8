import { hasEnded, type OrderStatus } from '#domain/orders/order.ts';
import { finding, type Finding } from './findings.ts';
import type { Snapshot } from './snapshot.ts';

/** Holds a snapshot against the invariants 1 to 3 of the design. */
export const check = (snapshot: Snapshot): Finding[] => [
  ...checkLedger(snapshot),
  checkHolds(snapshot),
  ...checkDelivery(snapshot),
  ...checkEngine(snapshot),
  ...checkExecutions(snapshot),
];

/** What the wallet's books say of themselves. */
function checkLedger({ ledger }: Snapshot): Finding[] {
  const { wrong, examples } = ledger;
  const rule = (name: keyof typeof wrong, text: string, checked: number, unit: string): Finding => ({
    invariant: name === 'overdueSettlements' ? 3 : 1,
    rule: text,
    checked,
    unit,
    wrong: wrong[name],
    examples: examples.filter((example) => example.startsWith(`${name}: `)),
  });
  const { transfers, balances, accounts } = ledger;
  return [
    rule('unbalancedTransfers', 'the legs of every transfer sum to zero per asset', transfers, 'transfers'),
    rule('wrongBalances', 'every balance is the sum of its legs', balances, 'balances'),
    rule('negativeBalances', 'nothing available or reserved is negative', balances, 'balances'),
    rule('brokenStatements', 'every line of a statement follows from the one before', transfers, 'lines'),
    rule('wrongReserves', 'what is reserved is what orders hold', accounts, 'accounts'),
    rule('overdueSettlements', 'nothing is due on a day that has passed', balances, 'balances'),
  ];
}

/** What is held for each order is what the order may still cost. */
function checkHolds({ holds, orders }: Snapshot): Finding {
  const held = new Map(holds.map((hold) => [hold.orderId, hold]));
  const wrong: string[] = [];
  for (const order of orders) {
    const asset = order.side === 'BUY' ? 'BRL' : order.ticker;
    const reserved = order.side === 'BUY' ? order.reservedCentavos : order.reservedQuantity;
    const needed = order.mayStillNeed;
    const hold = held.get(order.orderId);
    held.delete(order.orderId);
    if ((hold?.amount ?? 0) !== needed || reserved !== needed || (hold && hold.asset !== asset)) {
      wrong.push(
        `${order.orderId} needs ${needed} ${asset}, it says ${reserved}, held is ${hold?.amount ?? 0}`,
      );
    }
  }
  for (const hold of held.values())
    wrong.push(`${hold.amount} ${hold.asset} held for no order: ${hold.orderId}`);
  const rule = 'what is reserved for each order is what it may still cost';
  return finding(1, rule, orders.length, 'orders', wrong);
}

/** Nothing is on its way, and nothing was lost or refused on it. */
function checkDelivery({ backlog, ledger, factsMade, factsBooked, unconfirmedCommands, orders }: Snapshot) {
  const { lastReportSequence: _handled, impossibleReports, ...waiting } = backlog;
  const work = { ...waiting, walletOutbox: ledger.outboxDepth, unconfirmedCommands };
  const undone = Object.entries(work).flatMap(([what, count]) => (count > 0 ? [`${what}: ${count}`] : []));
  const unbooked = [...factsMade].flatMap(([accountId, sequence]) => {
    const booked = factsBooked.get(accountId) ?? 0;
    return booked === sequence ? [] : [`${accountId}: fact ${sequence} was made, ${booked} was booked`];
  });
  const pending = orders.filter((order) => order.status === 'PENDING' || order.requestPending);
  const refused = [
    ...(impossibleReports > 0 ? [`${impossibleReports} reports of the exchange fit no order`] : []),
    ...(ledger.parkedMessages > 0 ? [`the wallet parked ${ledger.parkedMessages} messages`] : []),
  ];
  return [
    finding(2, 'all work is done: no outbox or inbox holds any', Object.keys(work).length, 'queues', undone),
    finding(2, 'no message was refused on its way', refused.length, 'refused', refused),
    finding(
      2,
      'the exchange has answered every order and request',
      orders.length,
      'orders',
      pending.map((order) => `${order.orderId} is ${order.status}`),
    ),
    finding(3, 'the wallet has booked every fact of orders', factsMade.size, 'accounts', unbooked),
  ];
}

/** Broker and engine agree on every order that both know, and on which are open. */
function checkEngine({ orders, engineOrders }: Snapshot): Finding[] {
  const engine = new Map(engineOrders.map((order) => [order.orderId, order]));
  const wrong: string[] = [];
  let compared = 0;
  for (const order of orders) {
    const theirs = engine.get(order.orderId);
    engine.delete(order.orderId);
    if (theirs) {
      compared += 1;
      const ours = describeOrder(order);
      if (describeOrder(theirs) !== ours) {
        wrong.push(`${order.orderId} is ${ours} at the broker, ${describeOrder(theirs)} at the exchange`);
      }
    } else if (!hasEnded(order.status)) {
      wrong.push(`${order.orderId} is ${order.status} at the broker, unknown at the exchange`);
    }
  }
  const strangers = [...engine.keys()].map((orderId) => `${orderId} is at the exchange alone`);
  const twice = engineOrders.length - new Set(engineOrders.map((order) => order.orderId)).size;
  return [
    finding(2, 'broker and exchange agree on the state of every order', compared, 'orders', wrong),
    finding(2, 'the exchange has no order that the broker does not know', engineOrders.length, 'orders', [
      ...strangers,
      ...(twice > 0 ? [`${twice} orders are there twice`] : []),
    ]),
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

/** What is left says nothing of an order that has ended, so it is not compared. */
const describeOrder = (order: Comparable): string => {
  const filled = `${order.status} ${order.side} ${order.quantity} ${order.ticker}, ${order.filledQuantity} filled`;
  return hasEnded(order.status) ? filled : `${filled}, ${order.leavesQuantity} left`;
};

/** Every fill of the broker is booked once by the wallet, and an order's fills are what it says has filled. */
function checkExecutions({ executions, booked, orders }: Snapshot): Finding[] {
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
  for (const executionId of bookedById.keys()) wrong.push(`${executionId} is booked but no order filled so`);
  return [
    finding(3, 'every execution is booked exactly once', executions.length, 'executions', wrong),
    checkFills(executions, orders),
  ];
}

function checkFills(executions: Snapshot['executions'], orders: Snapshot['orders']): Finding {
  const fills = new Map<string, { count: number; quantity: number; grossCentavos: number }>();
  for (const { orderId, quantity, grossCentavos } of executions) {
    const sum = fills.get(orderId) ?? { count: 0, quantity: 0, grossCentavos: 0 };
    fills.set(orderId, {
      count: sum.count + 1,
      quantity: sum.quantity + quantity,
      grossCentavos: sum.grossCentavos + grossCentavos,
    });
  }
  const wrong = orders.flatMap((order) => {
    const sum = fills.get(order.orderId) ?? { count: 0, quantity: 0, grossCentavos: 0 };
    const agrees =
      sum.count === order.executionCount &&
      sum.quantity === order.filledQuantity &&
      sum.grossCentavos === order.filledCentavos;
    return agrees
      ? []
      : [`${order.orderId} says ${order.filledQuantity} filled, its fills are ${sum.quantity}`];
  });
  return finding(
    3,
    'what an order says has filled is the sum of its executions',
    orders.length,
    'orders',
    wrong,
  );
}
