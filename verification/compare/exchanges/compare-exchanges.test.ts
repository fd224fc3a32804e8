import { expect, test } from 'vitest';
import { createRandom } from '#platform/random.ts';
import { createFastBook } from '#engine/core/fast/fast-book.ts';
import { createNaiveBook } from '#engine/core/naive/naive-book.ts';
import { compareExchanges } from './compare-exchanges.ts';

test.each([1, 2])(
  'exchanges over both books emit the same events, also after a restart: seed %i',
  { timeout: 120_000 },
  (seed) => {
    const options = { commands: 2_500, checkEvery: 250 };
    const result = compareExchanges([createNaiveBook, createFastBook], createRandom(seed), options);
    expect(result.difference).toBeNull();
    expect(Object.keys(result.events)).toEqual(expect.arrayContaining(EXPECTED));
  },
);

/** Events that the stream must contain. */
const EXPECTED = [
  ...['ACCEPTED', 'REPLACED', 'TRIGGERED', 'TRADE', 'FILLED MAKER', 'FILLED TAKER', 'FILLED AUCTION'],
  ...['REQUESTED', 'MASS_CANCEL', 'SELF_TRADE', 'DISCONNECT'].map((reason) => `CANCELED ${reason}`),
  ...['IMMEDIATE_OR_CANCEL', 'FILL_OR_KILL', 'MINIMUM_QUANTITY', 'END_OF_DAY', 'EXPIRY_DATE', 'AUCTION'].map(
    (reason) => `EXPIRED ${reason}`,
  ),
  ...['BOOK_CHANGED', 'THEORETICAL', 'PHASE_CHANGED SCHEDULE'],
];

test(
  'exchanges over both books reject the same arbitrary values, without an error',
  { timeout: 120_000 },
  () => {
    const options = { commands: 2_000, checkEvery: 500, brokenPercent: 70 };
    const { difference, events } = compareExchanges(
      [createNaiveBook, createFastBook],
      createRandom(3),
      options,
    );
    expect(difference).toBeNull();
    expect(Object.keys(events)).toEqual(
      expect.arrayContaining(
        ['QUANTITY_LIMIT', 'LOT_SIZE', 'PRICE_BAND', 'INVALID_COMBINATION'].map((rule) => `REJECTED ${rule}`),
      ),
    );
  },
);
