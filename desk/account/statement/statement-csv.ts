import type { BrokerClient } from '#sdk/src/index.ts';
import { StatementPageDocument } from '../../generated/documents.ts';
import type { StatementPageQuery, StatementPageQueryVariables } from '../../generated/operations.ts';
import { entryText } from '../../i18n/entry-text.ts';
import type { Language } from '../../i18n/texts.ts';
import { csvOf } from '../../ui/csv.ts';
import { tickerOf, type Entry } from './statement-filter.ts';

/** The largest page that the graph gives. */
const PAGE = 200;

/** All entries under a filter, a page after the other, newest first. */
export async function readAllEntries(
  broker: Pick<BrokerClient, 'request'>,
  variables: StatementPageQueryVariables,
  onProgress: (count: number) => void,
): Promise<readonly Entry[]> {
  const entries: Entry[] = [];
  let after: string | null = null;
  do {
    const page: StatementPageQueryVariables = { ...variables, first: PAGE, after };
    const { account }: StatementPageQuery = await broker.request(StatementPageDocument, page);
    entries.push(...(account?.statement.nodes ?? []));
    onProgress(entries.length);
    after = account?.statement.pageInfo.hasNextPage ? account.statement.pageInfo.endCursor : null;
  } while (after !== null);
  return entries;
}

/**
 * The entries as a table for spreadsheets.
 *
 * @param isWhole no filter hides entries between them: the balance of each follows from the one before it
 */
export function statementCsv(
  entries: readonly Entry[],
  isWhole: boolean,
  { texts, format, locale }: Language,
): string {
  const { account } = texts;
  const head = [
    account.time,
    account.entry,
    account.description,
    account.ticker,
    account.quantity,
    account.value,
    ...(isWhole ? [account.balance] : []),
  ];
  const lines = entries.map((entry) => [
    format.dayAndTime(entry.at),
    account.kinds[entry.kind],
    entryText(entry.description, locale),
    tickerOf(entry) ?? '',
    // A block of cash moves no shares.
    { decimal: entry.quantity === 0 ? null : entry.quantity },
    { decimal: entry.amount },
    ...(isWhole ? [{ decimal: entry.balance }] : []),
  ]);
  return csvOf([head, ...lines], locale);
}
