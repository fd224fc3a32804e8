import './account.css';
import type { ReactElement } from 'react';
import { useDesk } from '../app/desk.ts';
import { useLanguage } from '../i18n/texts.ts';
import { NeedsSession } from '../session/needs-session.tsx';
import type { Session } from '../session/session.ts';
import { useStore } from '../state/store.ts';
import { PageFrame } from '../ui/page.tsx';
import { CashPanel } from './cash-panel.tsx';
import { EquityPanel } from './equity-panel.tsx';
import { HistoryPanel } from './history-panel.tsx';
import { HoldingsPanel } from './holdings-panel.tsx';
import { TransferPanel } from './transfer-panel.tsx';

/** The account: its value, its positions and its history. */
export function AccountPage(): ReactElement {
  const { texts } = useLanguage();
  return (
    <NeedsSession title={texts.shell.account}>{(session) => <Account session={session} />}</NeedsSession>
  );
}

function Account({ session: { accountId, name } }: { readonly session: Session }): ReactElement {
  const { texts } = useLanguage();
  const { portfolio } = useStore(useDesk().account);
  return (
    <PageFrame title={texts.shell.account} className="account-page">
      <p className="print-only">{texts.account.printed(name)}</p>
      <div className="page-columns no-print">
        <EquityPanel accountId={accountId} total={portfolio?.portfolio?.total} />
        <div className="account-side">
          <CashPanel cash={portfolio?.cash ?? null} />
          <TransferPanel accountId={accountId} withdrawable={portfolio?.cash.withdrawable} />
        </div>
      </div>
      <HoldingsPanel portfolio={portfolio} />
      <HistoryPanel accountId={accountId} cursor={portfolio?.walletCursor} />
    </PageFrame>
  );
}
