import type { ReactElement } from 'react';
import { useLanguage } from '../i18n/texts.ts';

/** The first heads of lists of orders and of their fills: time, instrument and side. */
export function OrderHeadCells(): ReactElement {
  const { trading } = useLanguage().texts;
  return (
    <>
      <th scope="col" className="is-roomy">
        {trading.time}
      </th>
      <th scope="col">{trading.ticker}</th>
      <th scope="col" className="is-roomy">
        {trading.side}
      </th>
    </>
  );
}
