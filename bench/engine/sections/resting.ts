import { createFastBook } from '#engine/core/fast/fast-book.ts';
import { OrderPool } from '#engine/core/order-pool.ts';
import { FLAG, type Flash1Messages } from '#verification/replay/flash1/messages.ts';
import { Flash1Replay } from '#verification/replay/flash1/replay.ts';
import { createRandom } from '#platform/random.ts';
import { collectGarbage, inRounds, timed, workMs } from '../../measure.ts';
import type { Figure, Section } from '../../report.ts';
import type { BenchOptions } from '../../section.ts';
import { GeneratedFlow } from '../flow/generated-flow.ts';

const DEPTHS = [1_000, 10_000, 100_000, 1_000_000] as const;
const MESSAGES = 400_000;
/** Prices of resting orders on each side, away from the prices at which the flow trades. */
const PRICES = 1_000;
const NEAREST_BUY = 32_000;
const NEAREST_SELL = 34_000;
const FIRST_ID_OF_FLOW = 100_000_000;
const { CANCEL, SELL } = FLAG;

/** New orders that rest, alternating buys and sells, spread over the prices. */
function restingOrders(count: number): Flash1Messages {
  const at = Array.from({ length: count }, (_, index) => index);
  const price = (index: number): number => (index >> 1) % PRICES;
  return {
    count,
    flags: Uint8Array.from(at, (index) => (index % 2 === 0 ? 0 : SELL)),
    quantities: new Uint8Array(count).fill(100),
    ids: Uint32Array.from(at, (index) => index + 1),
    prices: Uint32Array.from(at, (index) =>
      index % 2 === 0 ? NEAREST_BUY - price(index) : NEAREST_SELL + price(index),
    ),
  };
}

/** Messages that cancel random resting orders and enter each again at the back of its price. */
function requeueRandom(resting: Flash1Messages): Flash1Messages {
  const random = createRandom(7);
  const flow = {
    count: MESSAGES,
    flags: new Uint8Array(MESSAGES),
    quantities: new Uint8Array(MESSAGES).fill(100),
    ids: new Uint32Array(MESSAGES),
    prices: new Uint32Array(MESSAGES),
  };
  for (let at = 0; at < MESSAGES; at += 2) {
    const index = Math.floor(random() * resting.count);
    const side = resting.flags[index]! & SELL;
    flow.flags[at] = CANCEL | side;
    flow.flags[at + 1] = side;
    flow.ids[at] = flow.ids[at + 1] = resting.ids[index]!;
    flow.prices[at] = flow.prices[at + 1] = resting.prices[index]!;
  }
  return flow;
}

function costNs(resting: Flash1Messages, flow: Flash1Messages): number {
  const replay = new Flash1Replay(createFastBook, flow.count);
  replay.run(resting);
  replay.reports.clear();
  const { took } = timed(() => replay.run(flow));
  return (workMs(took) * 1e6) / flow.count;
}

/** Memory of the process for each resting order, in bytes: rows, levels and ids. */
function bytesPerOrder(count: number): number {
  const resting = restingOrders(count);
  collectGarbage();
  const before = process.memoryUsage();
  const replay = new Flash1Replay(createFastBook, 0);
  for (let from = 0; from < count; from += 10_000) {
    replay.run(resting, from, Math.min(count, from + 10_000));
    replay.reports.clear();
  }
  collectGarbage();
  const after = process.memoryUsage();
  if (replay.openOrders !== count) throw new Error(`${replay.openOrders} of ${count} orders rest`);
  const held = after.heapUsed + after.arrayBuffers - before.heapUsed - before.arrayBuffers;
  return (held - replay.reports.rows.byteLength) / count;
}

export async function measureResting(options: BenchOptions): Promise<Section> {
  const near = new GeneratedFlow({ seed: 5, driftTicks: 0, firstId: FIRST_ID_OF_FLOW, maxOpen: 500 }).next(
    MESSAGES,
  );
  const figures: Figure[] = [];
  const books = DEPTHS.map((depth) => restingOrders(depth));
  const contestants = Object.fromEntries(
    books.flatMap((resting) => {
      const spread = requeueRandom(resting);
      return [
        [`near.${resting.count}`, () => costNs(resting, near)],
        [`anywhere.${resting.count}`, () => costNs(resting, spread)],
      ] as const;
    }),
  );
  const costs = await inRounds(options.rounds, contestants);
  for (const [kind, what] of [
    ['near', 'flow near the middle'],
    ['anywhere', 'cancel and enter, any order'],
  ] as const)
    for (const depth of DEPTHS) {
      const value = costs[`${kind}.${depth}`] ?? NaN;
      figures.push({
        key: `resting.${kind}.${depth}.ns`,
        what: `${what}, ${depth.toLocaleString('en-US')} resting`,
        value,
        unit: 'ns/message',
        ratio: { of: '1,000 resting', value: value / (costs[`${kind}.${DEPTHS[0]}`] ?? NaN) },
      });
    }
  figures.push(
    {
      key: 'resting.bytes',
      what: 'memory of a book with 1,000,000 resting',
      value: bytesPerOrder(1_000_000),
      unit: 'bytes/order',
    },
    { key: 'resting.row.bytes', what: 'of which the row', value: rowBytes(), unit: 'bytes/order' },
  );
  return {
    title: 'Resting orders',
    note: `Cost of a message with many resting orders, on ${PRICES.toLocaleString('en-US')} prices of each side. The first flow trades near the middle; the second cancels random resting orders, whose rows are not in the processor's cache. Memory includes the unused part of grown arrays.`,
    figures,
  };
}

const rowBytes = (): number => {
  const [small, large] = [1_024, 2_048];
  return (new OrderPool(large).bytes - new OrderPool(small).bytes) / (large - small);
};
