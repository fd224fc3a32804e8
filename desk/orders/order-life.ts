import { dayOf } from '#domain/calendar/sao-paulo-time.ts';
import type { OrderQuery, OrderStreamSubscription, OrderUpdatesQuery } from '#sdk/src/index.ts';
import type { Notice } from '../state/notices.ts';
import { isOpen, type Order } from './order-rows.ts';

type Update = NonNullable<OrderUpdatesQuery['order']>['updates'][number];
type Execution = NonNullable<OrderQuery['order']>['executions'][number];

/** A step of an order's life, with the terms that hold after it. */
export interface LifeStep extends Pick<Update, 'kind' | 'at'> {
  readonly terms: Pick<Order, 'quantity' | 'limitPrice' | 'stopPrice'>;
  /** Null for a step that is no fill. */
  readonly fill: Pick<Execution, 'price' | 'quantity'> | null;
  /** The step is the last one of its order. */
  readonly isEnd: boolean;
}

const hasEnded = ({ status }: Pick<Order, 'status'>): boolean =>
  status === 'FILLED' || status === 'CANCELED' || status === 'EXPIRED' || status === 'REJECTED';

/** The life of an order from its updates. It begins with the order itself where older updates are no longer kept. */
export function lifeOf(order: Order, updates: readonly Update[]): readonly LifeStep[] {
  const steps = updates.map(({ kind, at, order: after, execution }): LifeStep => ({
    ...{ kind, at, terms: after, fill: execution },
    isEnd: hasEnded(after),
  }));
  return steps[0]?.kind === 'PLACED' ? steps : [beginOf(order), ...steps];
}

/** The life of an order none of whose updates is kept: its changes are not known any more. */
export function lifeFromFills(order: Order, executions: readonly Execution[]): readonly LifeStep[] {
  const fills = executions.map(({ at, price, quantity }, index): LifeStep => ({
    ...{ kind: 'FILLED', at, terms: order, fill: { price, quantity } },
    isEnd: order.status === 'FILLED' && index === executions.length - 1,
  }));
  const trigger: readonly LifeStep[] =
    order.triggeredAt === null
      ? []
      : [{ kind: 'TRIGGERED', at: order.triggeredAt, terms: order, fill: null, isEnd: false }];
  const { status } = order;
  const end: readonly LifeStep[] =
    status === 'CANCELED' || status === 'EXPIRED' || status === 'REJECTED'
      ? [{ kind: status, at: order.updatedAt, terms: order, fill: null, isEnd: true }]
      : [];
  return [beginOf(order), ...trigger, ...fills, ...end];
}

const beginOf = (order: Order): LifeStep => ({
  ...{ kind: 'PLACED', at: order.createdAt, terms: order, fill: null, isEnd: false },
});

/** True for steps on several days: each needs its day then. */
export const hasDays = (steps: readonly Pick<LifeStep, 'at'>[]): boolean =>
  new Set(steps.map(({ at }) => dayOf(Date.parse(at)))).size > 1;

/** The notice of an order that ended by itself; null for any other update. */
export function endOf({ order, execution }: OrderStreamSubscription['orders']): Omit<Notice, 'id'> | null {
  const { status, side, quantity, filledQuantity, minimumQuantity, ticker, refusal, timeInForce } = order;
  if (status === 'FILLED' && execution)
    return { kind: 'success', text: { cause: 'filled', side, quantity, ticker } };
  if (status === 'REJECTED' || (refusal && !isOpen(order)))
    return { kind: 'error', text: { cause: 'rejected', ticker, refusal } };
  // Without its minimum quantity an order ends on arrival.
  const isImmediate =
    timeInForce === 'IOC' || timeInForce === 'FOK' || (minimumQuantity && filledQuantity === 0);
  if (!isImmediate || (status !== 'CANCELED' && status !== 'EXPIRED')) return null;
  return { kind: 'error', text: { cause: 'unfilled', side, quantity: quantity - filledQuantity, ticker } };
}
