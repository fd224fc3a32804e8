import { noteIdOf, readNoteId } from '#contracts/graph/note-id.ts';
import { formatCentavos } from '#domain/money/money.ts';
import { graphqlError } from '#platform/graphql/errors.ts';
import {
  boundedSize,
  connection,
  decodeCursor,
  encodeCursor,
  pageSize,
} from '#platform/graphql/resolvers/pagination.ts';
import { checkPeriod } from '#platform/graphql/resolvers/period.ts';
import { namedCosts } from '../day-close/close-account.ts';
import { MAX_LINES } from '../notes/note-loaders.ts';
import type { AccountLine } from '../notes/notes.ts';
import { openLinesOf } from '../notes/open-days.ts';
import type { AccountDay } from '#domain/positions/fold-days.ts';
import type { StoredNote } from '../store/day-rows.ts';
import { accountModel, ownAccount, stateOf } from './access.ts';
import type { Context } from './context.ts';
import type { AccountNotesArgs, RequireFields, Resolvers } from '../generated/graph.ts';
import type { NoteModel } from './models.ts';

/** Resolvers of Note and of what it contains. A NoteModel exists only for the account's owner. */
export const noteResolvers = {
  Note: {
    __resolveReference: ({ id }, context) => ownNote(id, context),
    id: ({ accountId, tradeDate }) => noteIdOf(accountId, tradeDate),
    account: async ({ accountId }, _args, context) =>
      accountModel((await stateOf(accountId, context)).account),
    lines: async (note, { first, skip }, context) => [...(await linesOf(note, first ?? null, skip, context))],
    isProvisional: ({ openDay }) => openDay !== null,
    bought: ({ boughtCentavos }) => formatCentavos(boughtCentavos),
    sold: ({ soldCentavos }) => formatCentavos(soldCentavos),
    costs: ({ costs }) => [...namedCosts(costs)],
    withheld: ({ withheld }) => [...withheld],
    netAmount: ({ netCentavos }) => formatCentavos(netCentavos),
    pdfPath: ({ accountId, tradeDate, openDay }) =>
      openDay ? null : `/notes/${noteIdOf(accountId, tradeDate)}.pdf`,
  },
  NoteLine: {
    executionId: ({ trade }) => trade.executionId,
    execution: ({ trade }) => ({ id: trade.executionId }),
    ticker: ({ trade }) => trade.ticker,
    costs: ({ costsCentavos }) => formatCentavos(costsCentavos),
  },
  WithheldTax: {
    base: ({ baseCentavos }) => formatCentavos(baseCentavos),
    amount: ({ amountCentavos }) => formatCentavos(amountCentavos),
  },
  Cost: { amount: ({ amountCentavos }) => formatCentavos(amountCentavos) },
} satisfies Resolvers;

/** The lines of a note after the first `skip`. Without a size all of them, within the budget of the operation. */
async function linesOf(
  { accountId, tradeDate, openDay }: NoteModel,
  first: number | null,
  skip: number,
  { noteLines, unsizedLines }: Context,
): Promise<readonly AccountLine[]> {
  const limit = first === null ? MAX_LINES + 1 : boundedSize('first', first, MAX_LINES);
  boundedSize('skip', skip, MAX_SKIP);
  const lines = openDay
    ? openLinesOf(openDay).slice(skip, skip + limit)
    : await noteLines.load({ accountId, tradeDate, skip, limit });
  if (first !== null) return lines;
  unsizedLines.left -= lines.length;
  if (unsizedLines.left >= 0) return lines;
  throw graphqlError(
    'OPERATION_TOO_COMPLEX',
    `The notes have more than ${MAX_LINES} lines. Read them in pages, as lines(first: ${MAX_LINES}, skip: 0), or fetch the note as CSV.`,
  );
}

/** More than any note has lines. */
const MAX_SKIP = 10_000_000;

/** A page of an account's notes: provisional ones first, since their days are the newest. */
export async function notesOf(
  accountId: string,
  { from = null, to = null, first, after = null }: RequireFields<AccountNotesArgs, 'first'>,
  context: Context,
) {
  const limit = pageSize(first);
  checkPeriod(from, to);
  const scope = `notes:${accountId}`;
  const before = after === null ? null : decodeCursor(scope, after);
  const isSelected = (day: string): boolean =>
    (from === null || day >= from) && (to === null || day <= to) && (before === null || day < before);
  const open = (await openNotesOf(accountId, context))
    .filter(({ tradeDate }) => isSelected(tradeDate))
    .reverse();
  const missing = limit + 1 - open.length;
  const stored =
    missing > 0 ? await context.notePages.load({ accountId, from, to, before, limit: missing }) : [];
  const page = connection([...open, ...stored.map(storedModel)].slice(0, limit + 1), {
    limit,
    cursorOf: ({ tradeDate }) => encodeCursor(scope, tradeDate),
    hasPrevious: after !== null,
  });
  return { ...page, edges: [...page.edges], nodes: [...page.nodes] };
}

/** The provisional notes of an account, oldest first. */
async function openNotesOf(accountId: string, context: Context): Promise<NoteModel[]> {
  const { days, noteCount } = await context.openDays.load(accountId);
  return days.map((day, index) => openModel(accountId, noteCount + index + 1, day));
}

const openModel = (accountId: string, number: number, day: AccountDay): NoteModel => {
  const { lines: _lines, dayTrades: _dayTrades, ...figures } = day.closed.note;
  return { __typename: 'Note', accountId, number, ...figures, openDay: day };
};

export const storedModel = (note: StoredNote): NoteModel => ({ __typename: 'Note', ...note, openDay: null });

async function ownNote(id: string, context: Context): Promise<NoteModel | null> {
  const key = readNoteId(id);
  const account = key && (await ownAccount(key.accountId, context));
  if (!account) return null;
  const stored = await context.notes.load(key);
  if (stored) return storedModel(stored);
  const open = await openNotesOf(account.id, context);
  return open.find(({ tradeDate }) => tradeDate === key.tradeDate) ?? null;
}
