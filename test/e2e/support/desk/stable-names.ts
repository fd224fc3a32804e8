import type { Page } from 'playwright-core';

/** Names that programs outside the project look for, by the page of a user on which they are. */
const NAMES: Readonly<Record<string, readonly string[]>> = {
  market: ['quote-row-PETR4', 'quote-last-PETR4', 'phase', 'connection', 'language', 'theme'],
  ticker: [
    ...[
      'chart',
      'book-bid-0',
      'book-ask-0',
      'tape-row',
      'ticket-side-buy',
      'ticket-side-sell',
      'ticket-type',
    ],
    ...[
      'ticket-quantity',
      'ticket-limit',
      'ticket-preview',
      'ticket-submit',
      'cash-available',
      'cash-reserved',
    ],
  ],
  orders: ['order-row', 'order-cancel'],
  account: ['position-row-PETR4', 'cash-available', 'cash-reserved', 'statement-row'],
};

/** The stable names that a page lacks. The tests of orders use those that come and go: demo, ticket-stop, ticket-refusal. */
export async function missingNames(page: Page, place: string): Promise<string[]> {
  const selectors = (NAMES[place] ?? []).map((name) => `[data-testid="${name}"]`);
  if (place === 'orders') selectors.push('[data-testid="order-row"][data-client-order-id][data-status]');
  return page.evaluate(`${JSON.stringify(selectors)}.filter((one) => !document.querySelector(one))`);
}
