import { useState, type ReactElement } from 'react';
import { useLanguage } from '../i18n/texts.ts';
import { Choice } from '../ui/choice.tsx';
import { Notes } from './notes/notes.tsx';
import { Statement } from './statement/statement.tsx';

interface HistoryPanelProps {
  readonly accountId: string;
  /** Position of the account's entries: another one means that there are new entries. */
  readonly cursor: string | undefined;
}

const TABS = ['statement', 'notes'] as const;
type Tab = (typeof TABS)[number];

/** All that has happened to the account: entries, and the notes of its trading days. */
export function HistoryPanel({ accountId, cursor }: HistoryPanelProps): ReactElement {
  const { texts } = useLanguage();
  const [tab, setTab] = useState<Tab>('statement');
  return (
    <section className="panel history" aria-label={texts.account[tab]}>
      <div className="panel-head no-print">
        <Choice
          label={texts.account.statement}
          values={TABS}
          names={texts.account}
          value={tab}
          choose={setTab}
        />
      </div>
      <h2 className="print-only">{texts.account[tab]}</h2>
      {tab === 'statement' ? (
        <Statement accountId={accountId} cursor={cursor} />
      ) : (
        <Notes accountId={accountId} cursor={cursor} />
      )}
    </section>
  );
}
