import type { ReactElement } from 'react';
import { useLanguage } from '../i18n/texts.ts';
import type { PreviewAnswer } from './use-preview.ts';

interface PreviewProps {
  readonly answer: PreviewAnswer;
  readonly isBuy: boolean;
}

/** Cost, fees and what is left. It has its height also without an order, so that the button stays where it is. */
export function Preview({ answer, isBuy }: PreviewProps): ReactElement {
  const { texts, format } = useLanguage();
  const preview = answer?.__typename === 'OrderPreview' ? answer : null;
  const after = isBuy
    ? format.money(preview?.availableCashAfter)
    : format.quantity(preview?.availableQuantityAfter);
  const rows = [
    [texts.trading.gross, format.money(preview?.grossAmount)],
    [texts.trading.fees, format.money(preview?.fees)],
    [isBuy ? texts.trading.netBuy : texts.trading.netSell, format.money(preview?.netAmount)],
    [isBuy ? texts.trading.cashAfter : texts.trading.sharesAfter, after],
    [texts.trading.settles, format.day(preview?.settlesOn)],
  ] as const;
  return (
    <dl className="ticket-preview" data-testid="ticket-preview" data-ready={preview !== null}>
      {rows.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
