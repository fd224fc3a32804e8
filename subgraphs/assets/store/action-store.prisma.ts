import type { CorporateActionKind, DeclaredAction } from '#domain/corporate-actions/declared-action.ts';
import { issuerOf } from '#domain/corporate-actions/entitlement.ts';
import type { ExAction } from '#domain/corporate-actions/ex-price.ts';
import { custodyTickerOf } from '#domain/market/custody-ticker.ts';
import type { PrismaClient, Prisma } from '../generated/prisma/client.ts';
import type { CorporateActionModel, InstrumentModel } from '../generated/prisma/models.ts';
import type { ActionStore } from './action-store.ts';

/** Advisory lock that serializes changes of corporate actions. */
export const ACTIONS_LOCK = 7_208_033;

/** The corporate actions in the database of assets. */
export const createPrismaActionStore = (prisma: PrismaClient): Omit<ActionStore, 'listRights'> => ({
  actionsOf: async (queries) => {
    const tickers = [...new Set(queries.map(({ ticker }) => ticker))];
    const froms = queries.flatMap(({ from }) => (from === null ? [] : [from]));
    const tos = queries.flatMap(({ to }) => (to === null ? [] : [to]));
    const exDate = {
      ...(froms.length === queries.length && { gte: froms.sort()[0] ?? '' }),
      ...(tos.length === queries.length && { lte: tos.sort().at(-1) ?? '' }),
    };
    const isOfTicker = [{ ticker: { in: tickers } }, { rightTicker: { in: tickers } }];
    const rows = await prisma.corporateAction.findMany({ where: { OR: isOfTicker, exDate } });
    const actions = rows.map(toAction).sort(byExDay);
    return queries.map(({ ticker, from, to }) =>
      actions.filter(
        (action) =>
          (action.ticker === ticker || action.rights?.ticker === ticker) &&
          (from === null || action.exDate >= from) &&
          (to === null || action.exDate <= to),
      ),
    );
  },
  actionsById: async (ids) => {
    const rows = await prisma.corporateAction.findMany({ where: { id: { in: [...ids] } } });
    return rows.map(toAction);
  },
  allActions: async () => (await prisma.corporateAction.findMany()).map(toAction),
  changeActions: (tickers, decide) =>
    prisma.$transaction(async (transaction) => {
      await transaction.$executeRaw`SELECT pg_advisory_xact_lock(${ACTIONS_LOCK})`;
      const issuers = [...new Set(tickers.map(issuerOf))];
      const where = { OR: issuers.map((issuer) => ({ ticker: { startsWith: issuer } })) };
      const stored = await transaction.corporateAction.findMany({ where });
      const decided = decide(stored.map(toAction));
      await writeActions(transaction, decided.changed);
      return decided;
    }),
  setFractionSale: async (id, { paysOn, price }) => {
    const data = { fractionsPaidOn: paysOn, fractionPrice: price, version: { increment: 1 } };
    const { count } = await prisma.corporateAction.updateMany({ where: { id }, data });
    const row = count === 0 ? null : await prisma.corporateAction.findUnique({ where: { id } });
    return row && toAction(row);
  },
  unpublishedActions: async (limit) => {
    const where = { announcedVersion: { lt: prisma.corporateAction.fields.version } };
    return (await prisma.corporateAction.findMany({ where, take: limit })).map(toAction);
  },
  markActionsPublished: async (actions) => {
    await prisma.$executeRaw`
      UPDATE corporate_actions SET announced_version = greatest(announced_version, announced.version)
      FROM unnest(${actions.map(({ id }) => id)}::text[],
                  ${actions.map(({ version }) => version)}::int[]) AS announced (id, version)
      WHERE corporate_actions.id = announced.id`;
  },
});

async function writeActions(
  transaction: Prisma.TransactionClient,
  actions: readonly DeclaredAction[],
): Promise<void> {
  for (const action of actions) {
    const data = toRow(action);
    await transaction.corporateAction.upsert({ where: { id: action.id }, create: data, update: data });
  }
  for (const { ticker, exDate } of actions)
    await transaction.instrument.updateMany({
      where: {
        ticker: { in: [ticker, `${ticker}F`] },
        OR: [{ closeOf: null }, { closeOf: { lt: exDate } }],
      },
      data: { version: { increment: 1 } },
    });
}

/** Most ex-days ahead that an instrument's fact names; the exchange learns the later ones in time. */
const MAX_AHEAD = 20;

/** The actions with ex-days after the trade date of each instrument's previous close, nearest first. */
export async function exActionsOf(
  prisma: Prisma.TransactionClient,
  rows: readonly InstrumentModel[],
): Promise<ReadonlyMap<string, readonly ExAction[]>> {
  const tickers = [...new Set(rows.map(({ ticker }) => custodyTickerOf(ticker)))];
  const earliest = rows.map(({ closeOf }) => closeOf ?? '').sort()[0] ?? '';
  const where = { ticker: { in: tickers }, exDate: { gt: earliest } };
  const actions = (await prisma.corporateAction.findMany({ where })).map(toAction).sort(byExDay);
  return new Map(
    rows.map(({ ticker, closeOf }) => {
      const ahead = actions.filter(
        (action) => action.ticker === custodyTickerOf(ticker) && action.exDate > (closeOf ?? ''),
      );
      // Before the first close all of a file's history is ahead: its newest ex-days matter.
      const named = closeOf === null ? ahead.slice(-MAX_AHEAD) : ahead.slice(0, MAX_AHEAD);
      return [ticker, named.map(toExAction)];
    }),
  );
}

const toExAction = ({ exDate, kind, amountPerShare, factor, pricePerShare }: DeclaredAction): ExAction => ({
  exDate,
  kind,
  amountPerShare,
  factor,
  pricePerShare,
});

const byExDay = (a: DeclaredAction, b: DeclaredAction): number =>
  a.exDate === b.exDate ? (a.id < b.id ? -1 : 1) : a.exDate < b.exDate ? -1 : 1;

/** Only this adapter writes the columns, so the cast to the domain's type is safe. */
export function toAction(row: CorporateActionModel): DeclaredAction {
  const { kind, fractionsPaidOn, fractionPrice } = row;
  const { rightTicker, receiptTicker, rightsTradeFrom, rightsTradeUntil, exercisesUntil } = row;
  const { id, ticker, recordDate, exDate, paysOn, approvedOn, amountPerShare, factor, pricePerShare } = row;
  const hasSale = fractionsPaidOn !== null && fractionPrice !== null;
  const hasRights = rightTicker !== null && receiptTicker !== null && exercisesUntil !== null;
  return {
    ...{ id, ticker, recordDate, exDate, paysOn, approvedOn, amountPerShare, factor, pricePerShare },
    kind: kind as CorporateActionKind,
    rights: hasRights
      ? {
          ...{ ticker: rightTicker, receiptTicker, exercisesUntil },
          ...{ tradesFrom: rightsTradeFrom, tradesUntil: rightsTradeUntil },
        }
      : null,
    version: row.version,
    fractionSale: hasSale ? { paysOn: fractionsPaidOn, price: fractionPrice } : null,
  };
}

function toRow({ fractionSale, rights, ...rest }: DeclaredAction): Prisma.CorporateActionCreateInput {
  return {
    ...rest,
    rightTicker: rights?.ticker ?? null,
    receiptTicker: rights?.receiptTicker ?? null,
    rightsTradeFrom: rights?.tradesFrom ?? null,
    rightsTradeUntil: rights?.tradesUntil ?? null,
    exercisesUntil: rights?.exercisesUntil ?? null,
    fractionsPaidOn: fractionSale?.paysOn ?? null,
    fractionPrice: fractionSale?.price ?? null,
  };
}
