import type { ReactElement } from 'react';
import { useLanguage } from '../i18n/texts.ts';
import { OrdersPanel } from './orders-panel.tsx';

/** All orders of the account. */
export function OrdersPage(): ReactElement {
  const { texts } = useLanguage();
  return (
    <div className="orders-page">
      <h1 className="visually-hidden">{texts.shell.orders}</h1>
      <OrdersPanel />
    </div>
  );
}
