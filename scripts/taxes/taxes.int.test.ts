import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runProgram } from '#test/support/programs/run-program.ts';
import { createSpool } from './spool.ts';
import type { PrintedReport } from './test/report-of.ts';

const HEADER = 'date,ticker,side,quantity,price';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'my-broker-taxes-test-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function run(text: string, ...options: string[]) {
  const file = path.join(folder, 'trades.csv');
  await writeFile(file, text);
  const program = await runProgram('scripts/taxes.ts', {}, [file, ...options]);
  const code = await program.ended;
  return { code, output: program.output(), errors: program.errors().replaceAll(file, 'trades.csv') };
}

test('prints one line of JSON', async () => {
  const rows = ['2024-07-12,BBAS3,BUY,300,26.61', '2024-07-15,BBAS3F,SELL,300,27.00'];
  const { code, output, errors } = await run([HEADER, ...rows].join('\n'));
  expect({ code, errors }).toEqual({ code: 0, errors: '' });
  expect(output.split('\n')).toHaveLength(2);
  const report = JSON.parse(output) as PrintedReport;
  expect(report.notes.map(({ net, side }) => [net, side])).toEqual([
    ['7985.38', 'D'],
    ['8097.58', 'C'],
  ]);
});

test('--costs none leaves out the costs', async () => {
  const { output } = await run(`${HEADER}\n2024-07-12,BBAS3,BUY,300,26.61`, '--costs', 'none');
  expect(JSON.parse(output)).toMatchObject({ notes: [{ net: '7983.00', settlementFee: '0.00' }] });
});

test('--positions prints the positions of both ends of a year as CSV', async () => {
  const rows = [
    '2023-12-28,BBAS3,BUY,100,50.00',
    '2024-07-12,BBAS3,BUY,100,60.00',
    '2025-01-02,BBAS3,SELL,200,61.00',
  ];
  const text = [HEADER, ...rows].join('\n');
  const { code, output } = await run(text, '--costs', 'none', '--positions', '2024');
  expect([code, output.split('\r\n').slice(1)]).toEqual([
    0,
    [
      '03,01,BBAS3,Banco do Brasil ON,COMMON_STOCK,200,55.00000000,5000.00,11000.00,"200 BBAS3 Banco do Brasil ON, preço médio R$ 55,00000000, custo R$ 11.000,00."',
      '',
    ],
  ]);
  const closed = await run(text, '--costs', 'none', '--positions', '2025');
  expect(closed.output).toContain('BBAS3 Banco do Brasil ON: posição encerrada no ano.');
  expect(await run(text, '--positions', '24')).toMatchObject({ code: 2 });
  const wrong = await run(`${text}\n2025-01-03,BBAS3,SELL,1,1.00`, '--positions', '2024');
  expect(wrong).toMatchObject({ code: 1, output: '' });
});

test('refuses a file with a wrong line and prints nothing of it', async () => {
  const good = '2024-07-12,BBAS3,BUY,300,26.61';
  expect(await run([HEADER, good, '2024-07-15,BBAS3,SELL,301,26.61'].join('\n'))).toEqual({
    code: 1,
    output: '',
    errors:
      'trades.csv was refused and nothing was calculated: line 3: 2024-07-15 sells 301 BBAS3, but 300 are held before and 0 bought on that day\n',
  });
});

test('names a file that does not exist', async () => {
  const program = await runProgram('scripts/taxes.ts', {}, [path.join(folder, 'none.csv')]);
  expect(await program.ended).toBe(1);
  expect(program.errors()).toMatch(/none\.csv does not exist/);
});

test('a spool keeps a long list on disk, in order, and leaves no file behind', async () => {
  const spool = createSpool(folder);
  const before = await readdir(folder);
  const items = Array.from({ length: 300 }, (_, index) => `"${String(index).padStart(60_000, '0')}"`);
  for (const item of items) spool.append(item);
  expect(await readdir(folder)).toEqual(before);
  const text = Buffer.concat([...spool.portions()].map((portion) => Buffer.from(portion))).toString();
  expect(text === items.join(',')).toBe(true);
  spool.close();
});
