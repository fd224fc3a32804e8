import type { ReactElement } from 'react';
import { custodyTickerOf } from '#domain/market/custody-ticker.ts';
import { useDesk, useSession } from '../app/desk.ts';
import { typedNumber } from '../i18n/parse-number.ts';
import { useLanguage } from '../i18n/texts.ts';
import type { AccountState } from '../orders/account-streams.ts';
import { usePart } from '../state/store.ts';
import { marketOf, type Instrument } from '../ticker/instrument.ts';
import { useTask } from '../ui/use-task.ts';
import { SHARES, shareOfCash, shareOfPosition, type Share } from './quantity-share.ts';
import { readForm, type TicketForm } from './ticket-form.ts';
import type { Ticket } from './use-ticket.ts';

const portfolioOf = ({ portfolio }: AccountState) => portfolio;

interface QuantitySharesProps {
  readonly ticket: Ticket;
  readonly instrument: Instrument | null;
  /** Best opposite price as a user types it: that of the order while its limit is empty. */
  readonly best: string;
}

/** Buttons for a part of what the account has: cash for a purchase, shares for a sale. */
export function QuantityShares({ ticket, instrument, best }: QuantitySharesProps): ReactElement | null {
  const portfolio = usePart(useDesk().account, portfolioOf);
  const { trading } = useLanguage().texts;
  const { isBusy, run } = useTask();
  const cashQuantity = useCashQuantity(ticket, instrument);
  const { form, change } = ticket;
  if (!portfolio || !instrument || !ticket.takesOrders) return null;
  const isBuy = form.side === 'BUY';
  const rule = marketOf(instrument, form.isTwin);
  const use = (share: Share): void => {
    if (!isBuy) {
      const position = portfolio.positions.find((one) => one.ticker === custodyTickerOf(instrument.ticker));
      return put({}, shareOfPosition(position?.available ?? 0, share, rule));
    }
    const priced = form.limitPrice === '' ? { limitPrice: best } : {};
    run(async () => put(priced, await cashQuantity({ ...form, ...priced }, portfolio.cash.available, share)));
  };
  // Where the means are too small for a lot, the broker says so about one lot.
  const put = (priced: Partial<TicketForm>, quantity: number): void =>
    change({ ...priced, quantity: String(Math.max(quantity, rule.lotSize)) });
  return (
    <span className="shares" role="group" aria-label={isBuy ? trading.ofCash : trading.ofShares}>
      {SHARES.map((share) => (
        <button key={share} type="button" className="link" aria-disabled={isBusy} onClick={() => use(share)}>
          {share}%
        </button>
      ))}
    </span>
  );
}

/** Asks the broker what one lot costs with all that it reserves, and finds how many the cash pays. */
function useCashQuantity(ticket: Ticket, instrument: Instrument | null) {
  const { broker, market } = useDesk();
  const session = useSession();
  const { locale } = useLanguage();
  return async (form: TicketForm, cash: string, share: Share): Promise<number> => {
    if (!instrument || !session) return 0;
    const rule = marketOf(instrument, form.isTwin);
    const lot = {
      ...form,
      quantity: typedNumber(rule.lotSize, locale),
      displayQuantity: '',
      minimumQuantity: '',
    };
    const { terms } = readForm(lot, locale, market.get()?.status.today);
    if (!terms) return 0;
    const input = { ...terms, accountId: session.accountId, ticker: ticket.ticker, clientOrderId: 'preview' };
    const { previewOrder } = await broker.previewOrder({ input });
    if (previewOrder?.__typename !== 'OrderPreview') return 0;
    return shareOfCash(cash, share, previewOrder.netAmount, rule);
  };
}
