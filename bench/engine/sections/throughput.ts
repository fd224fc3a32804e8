import { createFastBook } from '#engine/core/fast/fast-book.ts';
import type { Flash1Messages } from '#verification/replay/flash1/messages.ts';
import { Flash1Replay } from '#verification/replay/flash1/replay.ts';
import { inRounds, timed, workMs } from '../../measure.ts';
import type { Figure, Section } from '../../report.ts';
import type { BenchOptions } from '../../section.ts';
import { BareBook } from '../reference/bare-book.ts';
import { peerFlowOf, runPeer } from '../reference/peer.ts';
import { firstOf, loadWorkload, WORKLOADS, type Workload } from '../flow/workloads.ts';

/** The published book needs minutes for some workloads, so it gets the messages that it processes in this time. */
const PEER_BUDGET_MS = 3_000;

const runCore = (messages: Flash1Messages): number => {
  const replay = new Flash1Replay(createFastBook, messages.count);
  const { took } = timed(() => replay.run(messages));
  return perSecond(messages.count, workMs(took));
};

const runBare = (messages: Flash1Messages): number => {
  const book = new BareBook(messages.count);
  const { took } = timed(() => book.run(messages));
  return perSecond(messages.count, workMs(took));
};

export const perSecond = (count: number, ms: number): number => (count / ms) * 1_000;

/** The core compared with a published book on the same messages, and with a book without rules. */
export async function measureThroughput(options: BenchOptions): Promise<Section> {
  const figures: Figure[] = [];
  const sources: string[] = [];
  for (const name of WORKLOADS) {
    const workload = await loadWorkload(name, options);
    sources.push(`${name}: ${workload.source}, ${workload.messages.count.toLocaleString('en-US')} messages`);
    figures.push(...(await measureWorkload(workload, options.rounds)));
  }
  return {
    title: 'Core: one book, messages in memory to reports as integers in memory',
    note: `Flow of flash1 (${sources.join('; ')}). The published book and the core run the same first messages, as many as the published book processes in ${PEER_BUDGET_MS / 1_000} s. "Without rules" is a book of limit orders only, on an array of prices.`,
    figures,
  };
}

async function measureWorkload({ name, messages }: Workload, rounds: number): Promise<Figure[]> {
  const peerFlow = peerFlowOf(messages);
  const fitting = runPeer(peerFlow, PEER_BUDGET_MS);
  const same = firstOf(messages, fitting.messages);
  const samePeer = peerFlowOf(same);
  const check = new Flash1Replay(createFastBook, same.count);
  check.run(same);
  if (check.trades !== fitting.trades)
    throw new Error(`the published book makes ${fitting.trades} trades, the core makes ${check.trades}`);
  const rates = await inRounds(rounds, {
    core: () => runCore(messages),
    bare: () => runBare(messages),
    coreOnSame: () => runCore(same),
    peer: () => {
      const { took, result } = timed(() => runPeer(samePeer, Infinity));
      return perSecond(result.messages, workMs(took));
    },
  });
  const unit = 'messages/s';
  const first = `first ${same.count.toLocaleString('en-US')}`;
  return [
    {
      key: `core.${name}`,
      what: `core, ${name}`,
      value: rates.core,
      unit,
      ratio: { of: 'without rules', value: rates.core / rates.bare },
    },
    { key: `bare.${name}`, what: `without rules, ${name}`, value: rates.bare, unit },
    {
      key: `core.${name}.same`,
      what: `core, ${name}, ${first}`,
      value: rates.coreOnSame,
      unit,
      ratio: { of: 'nodejs-order-book', value: rates.coreOnSame / rates.peer },
    },
    { key: `peer.${name}`, what: `nodejs-order-book, ${name}, ${first}`, value: rates.peer, unit },
  ];
}
