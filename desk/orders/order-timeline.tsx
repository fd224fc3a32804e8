import type { ReactElement } from 'react';
import { useQuery } from '#sdk/src/react/index.ts';
import { useDesk } from '../app/desk.ts';
import { refusalText } from '../i18n/refusal-text.ts';
import { useLanguage } from '../i18n/texts.ts';
import { isOpen, isWaiting, type Order } from './order-rows.ts';

interface Step {
  /** Null where the broker keeps no time. */
  readonly at: string | null;
  readonly text: string;
}

/** The life of one order: sent, taken by the exchange, triggered, each fill, its end. */
export function OrderTimeline({ order }: { readonly order: Order }): ReactElement {
  const { broker } = useDesk();
  const { texts, format, locale } = useLanguage();
  // A new version may bring a fill.
  const { data } = useQuery(
    async (signal) => (await broker.order({ id: order.id }, { signal })).order,
    [broker, order.id, order.version],
  );
  const { trading } = texts;
  const steps: readonly Step[] = [
    { at: order.createdAt, text: trading.created },
    ...(order.status === 'PENDING' || order.status === 'REJECTED'
      ? []
      : [{ at: null, text: trading.accepted }]),
    ...(isWaiting({ status: order.status, order }) ? [{ at: null, text: trading.waiting }] : []),
    ...(order.triggeredAt === null ? [] : [{ at: order.triggeredAt, text: trading.triggered }]),
    ...(data?.executions ?? []).map(({ at, price, quantity }) => ({
      at,
      text: trading.execution(format.quantity(quantity), format.price(price)),
    })),
    ...(isOpen(order) ? [] : [{ at: order.updatedAt, text: trading.statuses[order.status] }]),
  ];
  return (
    <div className="order-timeline">
      <p>
        <code>{order.clientOrderId}</code> · {trading.types[order.type]} · {trading.times[order.timeInForce]}
        {order.refusal && <span className="is-down-text"> · {refusalText(order.refusal, locale)}</span>}
      </p>
      <ol>
        {steps.map(({ at, text }, index) => (
          <li key={index}>
            {at !== null && <time>{format.time(at)}</time>} {text}
          </li>
        ))}
      </ol>
    </div>
  );
}
