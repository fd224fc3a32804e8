import { dayOf } from '#domain/calendar/sao-paulo-time.ts';
import type { Graph } from './graph.ts';
import type { Execution } from './model/facts.ts';
import { centavosOf } from './market.ts';
import type { Person } from './people.ts';
import type { PublishedTrades } from './published-trades.ts';

interface OrderNode {
  readonly id: string;
  readonly ticker: string;
  readonly side: 'BUY' | 'SELL';
  readonly executions: readonly { readonly price: string; readonly quantity: number; readonly at: string }[];
}
interface EntryNode {
  readonly orderId: string;
  readonly quantity: number;
}
interface Page<T> {
  readonly nodes: readonly T[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

/** Reads all pages of a list of an account. */
async function allPages<T>(
  graph: Graph,
  key: string,
  accountId: string,
  { list, fields }: { list: string; fields: string },
): Promise<T[]> {
  const nodes: T[] = [];
  for (let after: string | null = null; ;) {
    const query = `query ($id: ID!, $after: Cursor) { account(id: $id) {
      list: ${list.replace('(', '(first: 200, after: $after, ')} { nodes { ${fields} } pageInfo { hasNextPage endCursor } } } }`;
    const answer: { account: { list: Page<T> } } = await graph.request(key, query, { id: accountId, after });
    nodes.push(...answer.account.list.nodes);
    if (!answer.account.list.pageInfo.hasNextPage) return nodes;
    after = answer.account.list.pageInfo.endCursor;
  }
}

/**
 * The executions of an account in the order of trading. The statement shows the order in which fills of one instant were booked.
 */
export async function readExecutions(
  graph: Graph,
  { key }: Person,
  accountId: string,
  published: PublishedTrades,
): Promise<Execution[]> {
  const orders = await allPages<OrderNode>(graph, key, accountId, {
    list: 'orders()',
    fields: 'id ticker side executions(last: 1000) { price quantity at }',
  });
  const left = new Map(orders.map((order) => [order.id, { ...order, executions: [...order.executions] }]));
  const entries = await allPages<EntryNode>(graph, key, accountId, {
    list: 'statement(kinds: [TRADE])',
    fields: 'orderId quantity',
  });
  const executions: (Execution & { readonly at: string })[] = [];
  for (const { orderId, quantity } of entries.toReversed()) {
    const order = left.get(orderId);
    const fill = order?.executions.shift();
    if (!order || fill?.quantity !== Math.abs(quantity))
      throw new Error(`the statement of ${accountId} has a fill that ${orderId} lacks`);
    const { ticker, side } = order;
    executions.push({
      ...{ ticker, side, at: fill.at, day: dayOf(Date.parse(fill.at)) },
      quantity: BigInt(fill.quantity),
      price: centavosOf(fill.price),
      isAuction: await published.isAuction(ticker, fill.at),
    });
  }
  const missing = [...left.values()].filter((order) => order.executions.length > 0);
  if (missing.length > 0) throw new Error(`the statement of ${accountId} lacks fills of ${missing[0]?.id}`);
  return executions.sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
}

/** The books of an account as the graph shows them, a line of text for each item. */
export interface ShownAccount {
  readonly positions: readonly string[];
  readonly notes: readonly string[];
  readonly results: readonly string[];
  /** Payments of companies and the tax on them, in centavos. */
  readonly gross: bigint;
  readonly tax: bigint;
}

interface NoteNode {
  readonly tradeDate: string;
  readonly netAmount: string;
  readonly costs: readonly { readonly name: string; readonly amount: string }[];
  readonly withheld: readonly { readonly amount: string; readonly isDeducted: boolean }[];
}

/** Reads positions, notes and results of an account. */
export async function readAccount(graph: Graph, { key }: Person, accountId: string): Promise<ShownAccount> {
  const { account } = await graph.request<{
    account: { positions: { ticker: string; quantity: number; cost: string; realizedProfit: string }[] };
  }>(
    key,
    `query ($id: ID!) { account(id: $id) { positions(includeClosed: true) { ticker quantity cost realizedProfit } } }`,
    { id: accountId },
  );
  const notes = await allPages<NoteNode>(graph, key, accountId, {
    list: 'notes()',
    fields: 'tradeDate netAmount costs { name amount } withheld { amount isDeducted }',
  });
  const results = await allPages<Record<string, string | number>>(graph, key, accountId, {
    list: 'results(from: "2000-01-01", to: "2099-12-31")',
    fields: 'tradeDate ticker kind quantity proceeds cost profit',
  });
  const payments = await allPages<{ kind: string; amount: string; ticker: string | null }>(
    graph,
    key,
    accountId,
    { list: 'statement(kinds: [DIVIDEND, TAX])', fields: 'kind amount ticker' },
  );
  const sumOf = (kind: string): bigint =>
    payments
      .filter((entry) => entry.kind === kind && entry.ticker !== null)
      .reduce((sum, { amount }) => sum + centavosOf(amount), 0n);
  return {
    positions: account.positions.map(({ ticker, quantity, cost, realizedProfit }) =>
      [ticker, quantity, cost, realizedProfit].join(' '),
    ),
    notes: notes.toReversed().map(noteText),
    results: results.map(({ tradeDate, ticker, kind, quantity, proceeds, cost }) =>
      [tradeDate, ticker, kind, quantity, proceeds, cost].join(' '),
    ),
    gross: sumOf('DIVIDEND'),
    tax: -sumOf('TAX'),
  };
}

function noteText({ tradeDate, netAmount, costs, withheld }: NoteNode): string {
  const costOf = (name: string): string => costs.find((cost) => cost.name === name)?.amount ?? '0.00';
  const deducted = withheld
    .filter(({ isDeducted }) => isDeducted)
    .reduce((sum, { amount }) => sum + centavosOf(amount), 0n);
  return [tradeDate, costOf('SETTLEMENT'), costOf('TRADING'), deducted, netAmount].join(' ');
}

interface MonthNode {
  readonly month: string;
  readonly salesOfStocks: string;
  readonly withheld: string;
  readonly due: string;
  readonly pools: readonly Record<'pool' | 'base' | 'tax' | 'lossCarriedOut', string>[];
}

/** Reads the months of a person, a line of text for each. */
export async function readMonths(graph: Graph, { key }: Person, years: readonly number[]): Promise<string[]> {
  const fields = years.map(
    (year) =>
      `y${year}: taxes(year: ${year}) { month salesOfStocks withheld due pools { pool base tax lossCarriedOut } }`,
  );
  const { me } = await graph.request<{ me: Record<string, MonthNode[]> }>(
    key,
    `{ me { ${fields.join('\n')} } }`,
  );
  return years
    .flatMap((year) => me[`y${year}`] ?? [])
    .map(({ month, salesOfStocks, withheld, due, pools }) => {
      const ofExchange = pools.filter(({ pool }) => pool !== 'CAPITAL_GAIN');
      const gain = pools.find(({ pool }) => pool === 'CAPITAL_GAIN');
      return [
        ...[month, salesOfStocks],
        ...ofExchange.map(({ base }) => base),
        ...ofExchange.map(({ tax }) => tax),
        ...ofExchange.map(({ lossCarriedOut }) => lossCarriedOut),
        ...[gain?.base ?? '0.00', withheld, due],
      ].join(' ');
    });
}
