import { afterAll, beforeAll, expect, test } from 'vitest';
import { buy, createTradingWallet, sell, type TradingWallet } from './trading.ts';

let at: TradingWallet;
let accountId = '';
beforeAll(async () => {
  at = await createTradingWallet('2024-06-03');
  accountId = await at.open('usr_ana');
  const days = ['2024-06-03', '2024-06-04', '2024-07-01'];
  for (const [index, day] of days.entries()) {
    at.begin(day);
    await at.trade(accountId, [
      buy('PETR4', 1_000, 1_000),
      ...(index > 0 ? [sell('PETR4', 1_500, 3_000)] : []),
    ]);
    await at.close();
  }
  at.begin('2024-07-02');
  await at.trade(accountId, [buy('PETR4', 100, 1_000), sell('PETR4', 100, 1_100), buy('PETR4', 7, 900)]);
});
afterAll(() => at.wallet.part.stop());

const view = (selection: string, userId = 'usr_ana') => at.account(userId, accountId, selection);
const dates = (page: unknown) =>
  (page as { nodes: { tradeDate: string; isProvisional?: boolean }[] }).nodes.map(
    ({ tradeDate, isProvisional }) => (isProvisional ? `${tradeDate} open` : tradeDate),
  );

test('pages of notes are newest first, the provisional one at their head', async () => {
  const fields = 'nodes { tradeDate isProvisional } pageInfo { hasNextPage endCursor }';
  const { all } = await view(`all: notes { ${fields} }`);
  expect(dates(all)).toEqual(['2024-07-02 open', '2024-07-01', '2024-06-04', '2024-06-03']);
  const { first } = await view(`first: notes(first: 2) { ${fields} }`);
  const { pageInfo } = first as { pageInfo: { hasNextPage: boolean; endCursor: string } };
  expect([...dates(first), pageInfo.hasNextPage]).toEqual(['2024-07-02 open', '2024-07-01', true]);
  const { rest } = await view(`rest: notes(after: "${pageInfo.endCursor}") { ${fields} }`);
  expect(dates(rest)).toEqual(['2024-06-04', '2024-06-03']);
  const { june } = await view(`june: notes(from: "2024-06-01", to: "2024-06-30") { ${fields} }`);
  expect(dates(june)).toEqual(['2024-06-04', '2024-06-03']);
});

test('lines have their shares of the costs and of the day trade, and a provisional note no PDF', async () => {
  const { notes } = await view(
    'notes(first: 2) { nodes { id pdfPath lines { ticker costs dayTradeQuantity execution { id } } } }',
  );
  const [open, closed] = (notes as { nodes: { id: string; pdfPath: string | null; lines: object[] }[] })
    .nodes;
  expect(open?.pdfPath).toBeNull();
  expect(open?.lines.map((line) => (line as { dayTradeQuantity: number }).dayTradeQuantity)).toEqual([
    100, 100, 0,
  ]);
  expect(closed?.pdfPath).toBe(`/notes/note_${accountId}_2024-07-01.pdf`);
  expect(closed?.lines).toMatchObject([
    { ticker: 'PETR4', dayTradeQuantity: 1_000 },
    { ticker: 'PETR4', dayTradeQuantity: 1_000 },
  ]);
});

test('lines come in pages, and without a size as many as an operation may read', async () => {
  const selection =
    'nodes { tradeDate all: lines { executionId } page: lines(first: 1, skip: 1) { executionId } }';
  const { notes } = await view(`notes(first: 2) { ${selection} }`);
  for (const { all, page } of (notes as { nodes: { all: object[]; page: object[] }[] }).nodes)
    expect(page).toEqual(all.slice(1, 2));
  const aliases = Array.from({ length: 126 }, (_, index) => `a${index}: lines { costs }`).join(' ');
  const query = `query ($id: ID!) { account(id: $id) { notes(first: 2) { nodes { ${aliases} } } } }`;
  const { errors } = await at.wallet.execute('usr_ana', query, { id: accountId });
  expect(errors?.[0]).toMatchObject({ extensions: { code: 'OPERATION_TOO_COMPLEX' } });
});

test('results of a period come from the sales, those of the open day too', async () => {
  const fields = 'nodes { tradeDate ticker kind pool quantity profit } pageInfo { hasNextPage endCursor }';
  const { all } = await view(`all: results(from: "2024-06-01", to: "2024-07-31") { ${fields} }`);
  const { nodes } = all as { nodes: { tradeDate: string; kind: string; quantity: number }[] };
  expect(nodes.map(({ tradeDate, kind, quantity }) => `${tradeDate} ${kind} ${quantity}`)).toEqual([
    '2024-06-04 DAY_TRADE 1000',
    '2024-06-04 ORDINARY 500',
    '2024-07-01 DAY_TRADE 1000',
    '2024-07-01 ORDINARY 500',
    '2024-07-02 DAY_TRADE 100',
  ]);
  let cursor: string | null = null;
  const paged: unknown[] = [];
  do {
    const after: string = cursor === null ? '' : `, after: "${cursor}"`;
    const { page } = await view(
      `page: results(from: "2024-06-01", to: "2024-07-31", first: 2${after}) { ${fields} }`,
    );
    const { nodes: some, pageInfo } = page as {
      nodes: object[];
      pageInfo: { hasNextPage: boolean; endCursor: string };
    };
    paged.push(...some);
    cursor = pageInfo.hasNextPage ? pageInfo.endCursor : null;
  } while (cursor !== null);
  expect(paged).toEqual(nodes);
});

test('the statement refers to the notes', async () => {
  const { statement } = await view(
    'statement(kinds: [TRADE, FEE, TAX], first: 200) { nodes { at kind note { number } } }',
  );
  const { nodes } = statement as { nodes: { at: string; kind: string; note: { number: number } | null }[] };
  const numbers: Record<string, number> = { '2024-06-03': 1, '2024-06-04': 2, '2024-07-01': 3 };
  const trades = nodes.filter(({ kind }) => kind === 'TRADE');
  expect(trades.map(({ at: instant, note }) => [instant.slice(0, 10), note?.number ?? null])).toEqual(
    trades.map(({ at: instant }) => [instant.slice(0, 10), numbers[instant.slice(0, 10)] ?? null]),
  );
  const taxes = nodes.filter(({ kind }) => kind === 'TAX');
  expect(taxes.length).toBeGreaterThan(1);
  expect(taxes.every(({ note }) => note !== null)).toBe(true);
});

test('the trades, costs and taxes of a note sum to its net amount', async () => {
  const { notes, statement } = await view(
    `notes { nodes { number isProvisional netAmount } }
     statement(kinds: [TRADE, FEE, TAX], first: 200) { nodes { amount note { number } } }`,
  );
  const { nodes: entries } = statement as { nodes: { amount: string; note: { number: number } | null }[] };
  const centavos = new Map<number, number>();
  for (const { amount, note } of entries)
    if (note) centavos.set(note.number, (centavos.get(note.number) ?? 0) + Number(amount.replace('.', '')));
  const stored = (
    notes as { nodes: { number: number; isProvisional: boolean; netAmount: string }[] }
  ).nodes.filter(({ isProvisional }) => !isProvisional);
  expect(stored.length).toBeGreaterThan(2);
  expect(stored.map(({ number, netAmount }) => [number, netAmount.replace('.', '')])).toEqual(
    stored.map(({ number }) => [number, String(centavos.get(number))]),
  );
});

test('a person with two accounts has one month of taxes', async () => {
  const opened = await at.wallet.execute(
    'usr_ana',
    `mutation { openAccount(name: "second") { ... on Account { id } } }`,
  );
  const { id } = opened.data?.['openAccount'] as { id: string };
  const query = `query ($r: [_Any!]!) { _entities(representations: $r) { ... on User { taxes(year: 2024) {
    month salesOfStocks results(first: 3) { nodes { tradeDate } pageInfo { hasNextPage } } } } } }`;
  const months = async () => {
    const { data } = await at.wallet.execute('usr_ana', query, {
      r: [{ __typename: 'User', id: 'usr_ana' }],
    });
    return (data?.['_entities'] as { taxes: { month: string; salesOfStocks: string }[] }[])[0]?.taxes ?? [];
  };
  const before = await months();
  const deposit = `mutation ($input: DepositSharesInput!) { depositShares(input: $input) { __typename } }`;
  const input = { accountId: id, ticker: 'VALE3', quantity: 10, totalCost: '500.00', clientTransferId: 'in' };
  await at.wallet.execute('usr_ana', deposit, { input });
  await at.trade(id, [sell('VALE3', 10, 6_000)]);
  const after = await months();
  expect(after.map(({ month }) => month)).toEqual(['2024-06', '2024-07']);
  const sales = (list: typeof before): number => Number(list[1]?.salesOfStocks);
  expect(sales(after) - sales(before)).toBe(600);
});

test("another user's notes do not exist", async () => {
  const query = `query ($r: [_Any!]!) { _entities(representations: $r) { ... on Note { number tradeDate } } }`;
  const read = async (userId: string, id: string) =>
    (await at.wallet.execute(userId, query, { r: [{ __typename: 'Note', id }] })).data?.['_entities'];
  const id = `note_${accountId}_2024-07-01`;
  expect(await read('usr_ana', id)).toEqual([{ number: 3, tradeDate: '2024-07-01' }]);
  expect(await read('usr_ana', `note_${accountId}_2024-07-02`)).toEqual([
    { number: 4, tradeDate: '2024-07-02' },
  ]);
  expect(await read('usr_bob', id)).toEqual([null]);
  expect(await read('usr_ana', `note_${accountId}_2024-07-03`)).toEqual([null]);
  expect(await read('usr_ana', 'note_x')).toEqual([null]);
  const documents = at.wallet.part.documentCalls;
  const input = { noteId: id, clientName: 'Ana', format: 'PDF', offset: 0 } as const;
  expect(await documents.note({ ...input, userId: 'usr_bob' })).toEqual({ outcome: 'NOT_FOUND' });
  const open = await documents.note({
    ...input,
    userId: 'usr_ana',
    noteId: `note_${accountId}_2024-07-02`,
  });
  expect(open).toEqual({ outcome: 'NOT_FOUND' });
  const found = await documents.note({ ...input, userId: 'usr_ana' });
  expect(found).toMatchObject({ outcome: 'DOCUMENT', fileName: 'note-3-2024-07-01.pdf', format: 'PDF' });
});

test('the calls say which notes exist', async () => {
  const keys = ['2024-07-01', '2024-07-02', '2024-07-03'].map((tradeDate) => ({ accountId, tradeDate }));
  expect(await at.wallet.part.calls.haveNotes({ keys })).toEqual([true, true, false]);
});

test('the sheet of positions has the costs of the end of the year', async () => {
  const answer = await at.wallet.part.documentCalls.yearPositions({
    userId: 'usr_ana',
    year: 2024,
    offset: 0,
  });
  const content = answer.outcome === 'DOCUMENT' ? Buffer.from(answer.content, 'base64').toString() : '';
  const { position } = await view('position(ticker: "PETR4") { quantity cost }');
  const { quantity, cost: total } = position as { quantity: number; cost: string };
  expect(content.split('\r\n')[1]).toContain(`,${quantity},`);
  expect(content.split('\r\n')[1]).toContain(`,0.00,${total},`);
});

test.each([
  'notes(after: "x") { nodes { id } }',
  'notes(first: 201) { nodes { id } }',
  'results(from: "2024-06-01", to: "2024-06-30", after: "x") { nodes { id } }',
  'equity(from: "2024-06-02", to: "2024-06-01") { date }',
  'equity(from: "2024-01-01", to: "2025-06-01") { date }',
])('refuses %s', async (selection) => {
  const query = `query ($id: ID!) { account(id: $id) { ${selection} } }`;
  const { errors } = await at.wallet.execute('usr_ana', query, { id: accountId });
  expect(errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
});
