import { useEffect, useState, type ReactElement } from 'react';
import { useQuery } from '#sdk/src/react/index.ts';
import { useDesk } from '../../app/desk.ts';
import { useMarket } from '../../app/market-time/use-market.ts';
import { StatementPageDocument } from '../../generated/documents.ts';
import { useLanguage } from '../../i18n/texts.ts';
import { EarlierAnswer } from '../../ui/earlier-answer.tsx';
import { useKept } from '../../state/kept.ts';
import { Missing } from '../../ui/problem.tsx';
import { hasBalance, isPeriod, START, variablesOf } from './statement-filter.ts';
import { StatementTable } from './statement-table.tsx';
import { StatementTools } from './statement-tools.tsx';

const PAGE = 50;

interface StatementProps {
  readonly accountId: string;
  readonly cursor: string | undefined;
}

/** The entries of the account, a page at a time, so that a statement of years is as quick as one of a day. */
export function Statement({ accountId, cursor }: StatementProps): ReactElement {
  const { broker } = useDesk();
  const { texts } = useLanguage();
  const [filter, setFilter] = useState(START);
  /** Cursors of the pages before the one that is shown, the first one's included. */
  const [trail, setTrail] = useState<readonly (string | null)[]>([null]);
  const after = trail.at(-1) ?? null;
  const variables = { accountId, ...variablesOf(filter) };
  const today = useMarket()?.status.today;
  const isAsked = isPeriod(filter, today);
  const query = useQuery(
    async (signal) => {
      if (!isAsked) return undefined;
      const page = await broker.request(
        StatementPageDocument,
        { ...variables, first: PAGE, after },
        { signal },
      );
      return page.account && { ...page.account.statement, isWhole: hasBalance(filter) };
    },
    [broker, accountId, filter, after, isAsked],
  );
  const isNewest = trail.length === 1;
  useEffect(() => {
    // New entries come to the first page; a page of older ones does not move under the reader's eyes.
    if (isNewest && cursor !== undefined) query.refetch();
  }, [cursor]);
  const { value: page, isOld } = useKept(query.data);
  const end = page?.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
  return (
    <>
      <StatementTools
        filter={filter}
        variables={variables}
        isShown={isAsked && page !== undefined && !isOld}
        change={(next) => {
          setFilter(next);
          setTrail([null]);
        }}
      />
      {isAsked ? (
        <>
          <Missing of={{ ...query, data: page }} />
          {page && (
            <EarlierAnswer isOld={isOld}>
              <StatementTable entries={page.nodes} hasBalance={page.isWhole} />
            </EarlierAnswer>
          )}
        </>
      ) : (
        <p className="empty">{texts.account.noPeriod}</p>
      )}
      <Pages
        count={trail.length}
        newer={isNewest ? undefined : () => setTrail(trail.slice(0, -1))}
        older={!isAsked || end === null || isOld ? undefined : () => setTrail([...trail, end])}
      />
    </>
  );
}

interface PagesProps {
  readonly count: number;
  readonly newer: (() => void) | undefined;
  readonly older: (() => void) | undefined;
}

function Pages({ count, newer, older }: PagesProps): ReactElement | null {
  const { texts, format } = useLanguage();
  if (count === 1 && !older) return null;
  const page = texts.account.page(format.quantity(count));
  return (
    <>
      <p className="print-only">{texts.account.printedPage(page)}</p>
      <nav className="statement-pages no-print" data-repeats aria-label={texts.account.statement}>
        <button type="button" className="button" disabled={!newer} onClick={newer}>
          ← {texts.account.newer}
        </button>
        <span role="status">{page}</span>
        <button type="button" className="button" disabled={!older} onClick={older}>
          {texts.account.older} →
        </button>
      </nav>
    </>
  );
}
