import './account.css';
import type { ReactElement } from 'react';
import { useDesk } from '../app/desk.ts';
import { useMarket } from '../app/market-time/use-market.ts';
import { useLanguage } from '../i18n/texts.ts';
import { NeedsSession } from '../session/needs-session.tsx';
import type { Session } from '../session/session.ts';
import type { AccountState } from '../orders/account-streams.ts';
import { usePart } from '../state/store.ts';
import { PageFrame } from '../ui/page.tsx';
import { Loading } from '../ui/problem.tsx';
import { CashPanel } from './cash-panel.tsx';
import { EquityPanel } from './equity-panel.tsx';
import { HistoryPanel } from './history-panel.tsx';
import { HoldingsPanel } from './holdings-panel.tsx';
import { TransferPanel } from './transfer-panel.tsx';
import { useDayResults } from './use-account-day.ts';

/** The account: its value, its positions and its history. */
export function AccountPage(): ReactElement {
  const { texts } = useLanguage();
  return (
    <NeedsSession title={texts.shell.account}>{(session) => <Account session={session} />}</NeedsSession>
  );
}

const portfolioOf = ({ portfolio }: AccountState) => portfolio;

function Account({ session: { accountId, name } }: { readonly session: Session }): ReactElement {
  const { texts, format } = useLanguage();
  const portfolio = usePart(useDesk().account, portfolioOf);
  const today = useMarket()?.status.today;
  const results = useDayResults(accountId, portfolio);
  return (
    <PageFrame title={texts.shell.account} className="account-page">
      <p className="print-only">
        {texts.account.printed(name)} · {texts.account.printedAt(accountId, format.day(today))}
      </p>
      <div className="page-columns no-print">
        <EquityPanel accountId={accountId} portfolio={portfolio} results={results} />
        <div className="account-side">
          <CashPanel cash={portfolio?.cash ?? null} />
          <TransferPanel accountId={accountId} withdrawable={portfolio?.cash.withdrawable} />
        </div>
      </div>
      <HoldingsPanel portfolio={portfolio} results={results} />
      {/* After the positions, whose number is not known before: nothing moves when they come. */}
      {portfolio ? (
        <HistoryPanel accountId={accountId} cursor={portfolio.walletCursor} />
      ) : (
        <div className="print-only">
          <Loading />
        </div>
      )}
    </PageFrame>
  );
}
