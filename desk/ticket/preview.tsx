import type { ReactElement } from 'react';
import { useLanguage } from '../i18n/texts.ts';
import type { PreviewAnswer } from './use-preview.ts';

interface PreviewProps {
  readonly answer: PreviewAnswer;
  readonly isBuy: boolean;
}

interface PreviewRow {
  readonly name: string;
  readonly value: string;
  readonly explained?: string;
  readonly className?: string;
}

/** Cost, fees and what is left. It has its height also without an order, so that the button stays where it is. */
export function Preview({ answer, isBuy }: PreviewProps): ReactElement {
  const { texts, format } = useLanguage();
  const { trading } = texts;
  const preview = answer?.__typename === 'OrderPreview' ? answer : null;
  const after = isBuy
    ? format.money(preview?.availableCashAfter)
    : format.quantity(preview?.availableQuantityAfter);
  const rows: readonly PreviewRow[] = [
    { name: trading.gross, value: format.money(preview?.grossAmount) },
    { name: trading.fees, value: format.money(preview?.fees) },
    ...(isBuy
      ? [
          {
            name: trading.reserve,
            value: format.money(preview?.extraReserve),
            explained: trading.reserveExplained,
          },
        ]
      : []),
    {
      name: isBuy ? trading.netBuy : trading.netSell,
      value: format.money(preview?.netAmount),
      className: 'is-total',
    },
    { name: isBuy ? trading.cashAfter : trading.sharesAfter, value: after },
    { name: trading.settles, value: format.day(preview?.settlesOn) },
  ];
  return (
    <dl className="ticket-preview" data-testid="ticket-preview" data-ready={preview !== null}>
      {rows.map(({ name, value, explained, className }) => (
        <div key={name} title={explained} className={className}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
