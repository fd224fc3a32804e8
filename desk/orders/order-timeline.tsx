import type { ReactElement } from 'react';
import { useQuery } from '#sdk/src/react/index.ts';
import type { BrokerClient } from '#sdk/src/index.ts';
import { useDesk } from '../app/desk.ts';
import { refusalText } from '../i18n/refusal-text.ts';
import { useLanguage, type Language } from '../i18n/texts.ts';
import { Missing } from '../ui/problem.tsx';
import { hasDays, lifeFromFills, lifeOf, type LifeStep } from './order-life.ts';
import { isWaiting, type Order } from './order-rows.ts';
import { expiryText, pricesText, timeText } from './order-terms.ts';

/** The most updates of an order that the graph gives. */
const MOST_UPDATES = 200;

/** The life of one order: sent, taken by the exchange, each change and fill, its end. */
export function OrderTimeline({ order }: { readonly order: Order }): ReactElement {
  const { broker } = useDesk();
  const language = useLanguage();
  const { texts, format, locale } = language;
  const { trading } = texts;
  // A new version is another step.
  const query = useQuery((signal) => readLife(broker, order, signal), [broker, order.id, order.version]);
  const steps = query.data ?? [];
  const timeOf = hasDays(steps) ? format.dayAndTime : format.time;
  return (
    <div className="order-timeline">
      <p>
        <code>{order.clientOrderId}</code> · {trading.types[order.type]} · {timeText(order, format, texts)}
        {order.refusal && <span className="is-down-text"> · {refusalText(order.refusal, locale)}</span>}
      </p>
      <Missing of={query} />
      <ol>
        {steps.map((step, index) => (
          <li key={index} data-kind={step.kind}>
            <time dateTime={step.at}>{timeOf(step.at)}</time> {stepText(order, step, language)}
          </li>
        ))}
        {query.data && isWaiting({ status: order.status, order }) && <li>{trading.waiting}</li>}
      </ol>
    </div>
  );
}

async function readLife(
  broker: Pick<BrokerClient, 'orderUpdates' | 'order'>,
  order: Order,
  signal: AbortSignal,
): Promise<readonly LifeStep[]> {
  const { order: kept } = await broker.orderUpdates({ id: order.id, last: MOST_UPDATES }, { signal });
  if (kept?.updates.length) return lifeOf(order, kept.updates);
  const { order: read } = await broker.order({ id: order.id }, { signal });
  return lifeFromFills(order, read?.executions ?? []);
}

/** A step in words: with the terms where it sets them. */
function stepText(order: Order, { kind, terms, fill, isEnd }: LifeStep, { texts, format }: Language): string {
  const { trading, orders } = texts;
  const word = orders.steps[kind];
  if (fill) {
    const text = trading.execution(format.quantity(fill.quantity), format.price(fill.price));
    return isEnd ? `${word}: ${text}` : `${orders.partFill}: ${text}`;
  }
  const why = kind === 'EXPIRED' ? expiryText(order, texts) : null;
  if (why !== null) return `${word}: ${why}`;
  if (kind !== 'PLACED' && kind !== 'REPLACED') return word;
  return `${word}: ${trading.execution(format.quantity(terms.quantity), pricesText({ type: order.type, ...terms }, format, texts))}`;
}
