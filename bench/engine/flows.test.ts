import { expect, test } from 'vitest';
import { createFastBook } from '#engine/core/fast/fast-book.ts';
import { createExchange } from '#engine/exchange/exchange.ts';
import type { Flash1Messages } from '#verification/replay/flash1/messages.ts';
import { Flash1Replay } from '#verification/replay/flash1/replay.ts';
import { BareBook } from './reference/bare-book.ts';
import { commandsOf, OPENING } from './flow/exchange-commands.ts';
import { GeneratedFlow, type FlowShape } from './flow/generated-flow.ts';
import { peerFlowOf, runPeer } from './reference/peer.ts';
import { firstOf } from './flow/workloads.ts';

const SHAPES: readonly FlowShape[] = [
  { seed: 1, driftTicks: 1 },
  { seed: 2, driftTicks: 0 },
  { seed: 3, driftTicks: 5, maxOpen: 50 },
];

function replayed(messages: Flash1Messages): Flash1Replay {
  const replay = new Flash1Replay(createFastBook, messages.count);
  replay.run(messages);
  return replay;
}

test.each(SHAPES)('compared books make the same trades and reports: %j', (shape) => {
  const messages = new GeneratedFlow(shape).next(4_000);
  const core = replayed(messages);
  expect(core.trades).toBeGreaterThan(20);
  const bare = new BareBook(messages.count);
  bare.run(messages);
  expect(bare.trades).toBe(core.trades);
  const bytes = ({ reports: { rows, length } }: BareBook | Flash1Replay): Buffer =>
    Buffer.from(rows.buffer, 0, length * rows.BYTES_PER_ELEMENT);
  expect(bytes(bare).equals(bytes(core))).toBe(true);
  expect(runPeer(peerFlowOf(messages), Infinity)).toEqual({ messages: 4_000, trades: core.trades });
});

test('a flow depends only on its shape, not on the sizes of its parts', () => {
  const [whole, cut] = [
    new GeneratedFlow({ seed: 9, driftTicks: 1 }),
    new GeneratedFlow({ seed: 9, driftTicks: 1 }),
  ];
  const messages = whole.next(2_000);
  const first = cut.next(700);
  const second = cut.next(1_300);
  expect(firstOf(messages, 700)).toEqual(first);
  expect(messages.ids.subarray(700)).toEqual(second.ids);
  expect(messages.prices.subarray(700)).toEqual(second.prices);
});

test('a flow keeps the limit of open orders', () => {
  const replay = replayed(new GeneratedFlow({ seed: 4, driftTicks: 1, maxOpen: 300 }).next(50_000));
  expect(replay.openOrders).toBeLessThanOrEqual(301);
});

test('an exchange accepts the flow as commands', () => {
  const commands = commandsOf(new GeneratedFlow({ seed: 5, driftTicks: 1 }).next(5_000));
  const exchange = createExchange({ book: createFastBook });
  const types = [...OPENING, ...commands]
    .flatMap((command) => exchange.apply(command, 1_000))
    .flatMap((event) => (event.kind === 'REPORT' ? [event.report.type] : []));
  expect(types.filter((type) => type === 'ACCEPTED')).toHaveLength(
    commands.filter(({ type }) => type === 'NEW_ORDER').length,
  );
  expect(new Set(types)).toContain('FILLED');
});
