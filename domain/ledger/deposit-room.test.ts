import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sum } from '../money/integer.ts';
import { costCentavosOf } from '../positions/position.ts';
import { depositRoom } from './deposit-room.ts';
import { EMPTY_HOLDING } from './holding.ts';
import { CASH } from './leg.ts';
import {
  MAX_ACCOUNT_CENTAVOS,
  MAX_DEPOSITED_AVERAGE_BILLIONTHS,
  MAX_OWNED_SHARES,
  MAX_SHARES_COST_CENTAVOS,
} from './limits.ts';
import { NO_HELD_POSITION, type HeldPosition } from './position.ts';

const bookOf = (cashCentavos: number, positions: ReadonlyMap<string, HeldPosition>) => ({
  holding: (asset: string) => ({ ...EMPTY_HOLDING, free: asset === CASH ? cashCentavos : 0 }),
  positions: () => positions,
});

test('cash, the cost of shares and losses take of the room; profits give none', () => {
  const position = (costCentavos: number, realizedCentavos: number): HeldPosition => ({
    ...NO_HELD_POSITION,
    costBillionths: BigInt(costCentavos) * 10_000_000n,
    realizedCentavos,
  });
  const roomOf = (cashCentavos: number, held: HeldPosition) =>
    depositRoom(bookOf(cashCentavos, new Map([['A', held]])));
  const [most, mostCost] = [MAX_ACCOUNT_CENTAVOS, MAX_SHARES_COST_CENTAVOS];
  expect(roomOf(0, NO_HELD_POSITION)).toEqual({ cashCentavos: most, costCentavos: mostCost });
  expect(roomOf(100, position(200, -300))).toEqual({
    cashCentavos: most - 600,
    costCentavos: mostCost - 500,
  });
  expect(roomOf(100, position(200, 300))).toEqual({ cashCentavos: most - 300, costCentavos: mostCost - 200 });
  expect(roomOf(most - 100, position(200, 0))).toEqual({ cashCentavos: 0, costCentavos: 0 });
});

/** A user's accounts of which each deposits shares of the highest cost that it may, sells them for nothing and deposits again. */
test('the sums of the 20 accounts of a user are safe integers, whatever they deposit and lose', () => {
  const deposits = fc.array(
    fc.record({
      account: fc.integer({ min: 0, max: 19 }),
      ticker: fc.integer({ min: 0, max: 101 }),
      quantity: fc.integer({ min: 1, max: MAX_OWNED_SHARES }),
      isLost: fc.boolean(),
    }),
    { minLength: 100, maxLength: 300 },
  );
  fc.assert(
    fc.property(deposits, (given) => {
      const accounts = Array.from({ length: 20 }, () => new Map<string, HeldPosition>());
      for (const { account, ticker, quantity, isLost } of given) {
        const positions = accounts[account] ?? new Map<string, HeldPosition>();
        const room = BigInt(depositRoom(bookOf(0, positions)).costCentavos) * 10_000_000n;
        const wanted = BigInt(quantity) * MAX_DEPOSITED_AVERAGE_BILLIONTHS;
        const before = positions.get(String(ticker)) ?? NO_HELD_POSITION;
        const held = { ...before, costBillionths: before.costBillionths + (wanted < room ? wanted : room) };
        const lost = before.realizedCentavos - costCentavosOf(held);
        positions.set(String(ticker), isLost ? { ...NO_HELD_POSITION, realizedCentavos: lost } : held);
      }
      const all = accounts.flatMap((positions) => [...positions.values()]);
      const total = sum(all.map((held) => costCentavosOf(held) - held.realizedCentavos));
      expect(total).toBeLessThanOrEqual(20 * MAX_SHARES_COST_CENTAVOS);
    }),
    { numRuns: 20 },
  );
});
