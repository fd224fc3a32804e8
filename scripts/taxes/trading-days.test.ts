import { expect, test } from 'vitest';
import { BadLine } from './bad-line.ts';
import { reportOf, textbook } from './test/report-of.ts';

const SESSION = '2024-07-12,PETR4,BUY,300,26.61';

test.each(['2024-07-13', '2024-12-25', '2024-12-31'])(
  'a trade on %s, which has no session, is refused',
  async (day) => {
    const rows = [SESSION, `${day},PETR4,BUY,1,26.61`];
    await expect(reportOf(rows)).rejects.toThrow(BadLine);
    await expect(reportOf(rows)).rejects.toThrow(`line 3: ${day} is not a trading day`);
    await expect(reportOf([SESSION, `${day},PETR4,SPLIT,,,,,,,2`, ...rows.slice(1)])).rejects.toThrow(
      `line 4: ${day} is not a trading day`,
    );
  },
);

test('a textbook may trade on a day without a session', async () => {
  expect(await textbook(['2024-07-13,PETR4,BUY,1,26.61'])).toMatchObject({ positions: [{ quantity: 1 }] });
});
