import './account.css';
import { useMemo, type ReactElement } from 'react';
import { decimal } from '#sdk/src/index.ts';
import { useDesk } from '../app/desk.ts';
import { useMarket } from '../app/market-status.ts';
import { useLanguage } from '../i18n/texts.ts';
import { NeedsSession } from '../session/needs-session.tsx';
import type { Session } from '../session/session.ts';
import { useStore } from '../state/store.ts';
import { PageFrame } from '../ui/page.tsx';
import { CashPanel } from './cash-panel.tsx';
import { EquityPanel } from './equity-panel.tsx';
import { HistoryPanel } from './history-panel.tsx';
import { costsOf, tradesOf } from './holdings.ts';
import { HoldingsPanel } from './holdings-panel.tsx';
import { useDayResults } from './use-day-result.ts';
import { TransferPanel } from './transfer-panel.tsx';

/** The account: its value, its positions and its history. */
export function AccountPage(): ReactElement {
  const { texts } = useLanguage();
  return (
    <NeedsSession title={texts.shell.account}>{(session) => <Account session={session} />}</NeedsSession>
  );
}

function Account({ session: { accountId, name } }: { readonly session: Session }): ReactElement {
  const { texts, format } = useLanguage();
  const { portfolio, fills } = useStore(useDesk().account);
  const today = useMarket()?.status.today;
  const trades = useMemo(() => tradesOf(fills, today), [fills, today]);
  const ofToday = useDayResults(portfolio, trades);
  const costs = useMemo(() => costsOf(fills, today), [fills, today]);
  return (
    <PageFrame title={texts.shell.account} className="account-page">
      <p className="print-only">
        {texts.account.printed(name)} · {texts.account.printedAt(accountId, format.day(today))}
      </p>
      <div className="page-columns no-print">
        <EquityPanel
          accountId={accountId}
          portfolio={portfolio}
          ofToday={ofToday.total === null ? null : decimal.subtract(ofToday.total, costs)}
        />
        <div className="account-side">
          <CashPanel cash={portfolio?.cash ?? null} />
          <TransferPanel accountId={accountId} withdrawable={portfolio?.cash.withdrawable} />
        </div>
      </div>
      <HoldingsPanel portfolio={portfolio} trades={trades} ofToday={ofToday} />
      {/* After the positions, whose number is not known before: nothing moves when they come. */}
      {portfolio && <HistoryPanel accountId={accountId} cursor={portfolio.walletCursor} />}
    </PageFrame>
  );
}
