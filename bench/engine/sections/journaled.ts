import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { createFastBook } from '#engine/core/fast/fast-book.ts';
import type { CoreCommand } from '#engine/exchange/commands.ts';
import { createExchange } from '#engine/exchange/exchange.ts';
import { openDiskFiles } from '#platform/disk-log/disk-files.ts';
import { openJournal, type Journal } from '#engine/journal/journal.ts';
import type { Flash1Messages } from '#verification/replay/flash1/messages.ts';
import { Flash1Replay } from '#verification/replay/flash1/replay.ts';
import { inRounds, timed, workMs } from '../../measure.ts';
import type { Figure, Section } from '../../report.ts';
import type { BenchOptions } from '../../section.ts';
import { commandsOf, OPENING } from '../flow/exchange-commands.ts';
import { perSecond } from './throughput.ts';
import { firstOf, loadWorkload } from '../flow/workloads.ts';

const GROUPS = [1, 50, 200, 1_000] as const;
/** Of each size, but no more messages than the most. */
const GROUPS_A_RUN = 400;
const MOST_MESSAGES = 200_000;
/** Any instant; the exchange reads no clock. */
const AT_MS = Date.parse('2026-03-16T15:00:00Z');

/** On the disk where the project is, in a folder that git does not see. */
const PARENT = '.cache';

async function withJournal<T>(run: (journal: Journal) => Promise<T>): Promise<T> {
  await mkdir(PARENT, { recursive: true });
  const folder = await mkdtemp(`${PARENT}/bench-journal-`);
  const files = await openDiskFiles(folder);
  try {
    const { journal } = await openJournal(files, 0, () => undefined);
    return await run(journal);
  } finally {
    await files.close();
    await rm(folder, { recursive: true });
  }
}

/** Groups one after the other: while one is on its way to the disk the next is encoded and applied. */
async function runGroups(
  journal: Journal,
  commands: readonly CoreCommand[],
  size: number,
  apply: (from: number, to: number) => void,
): Promise<number> {
  const startMs = performance.now();
  let before = Promise.resolve();
  for (let from = 0; from < commands.length; from += size) {
    const group = commands.slice(from, from + size);
    const durable = journal.append({ atMs: AT_MS, confirmedIndex: from, commands: group });
    apply(from, from + group.length);
    await before;
    before = durable;
  }
  await before;
  return perSecond(commands.length, performance.now() - startMs);
}

const journaledCore = (messages: Flash1Messages, commands: readonly CoreCommand[], size: number) =>
  withJournal((journal) => {
    const replay = new Flash1Replay(createFastBook, messages.count);
    return runGroups(journal, commands, size, (from, to) => replay.run(messages, from, to));
  });

const journaledExchange = (commands: readonly CoreCommand[], size: number) =>
  withJournal((journal) => {
    const exchange = openExchange();
    return runGroups(journal, commands, size, (from, to) => {
      for (const command of commands.slice(from, to)) exchange.apply(command, AT_MS);
    });
  });

function openExchange(): ReturnType<typeof createExchange> {
  const exchange = createExchange({ book: createFastBook });
  for (const command of OPENING) exchange.apply(command, AT_MS);
  return exchange;
}

function exchangeAlone(commands: readonly CoreCommand[]): number {
  const exchange = openExchange();
  const { took } = timed(() => {
    for (const command of commands) exchange.apply(command, AT_MS);
  });
  return perSecond(commands.length, workMs(took));
}

/** The journal on the disk before anything is answered, under the core and under the whole exchange. */
export async function measureJournaled(options: BenchOptions): Promise<Section> {
  const { messages: all, source } = await loadWorkload('normal', options);
  const messages = firstOf(all, Math.min(all.count, MOST_MESSAGES));
  const commands = commandsOf(messages);
  const figures: Figure[] = [];
  for (const size of GROUPS) {
    const count = Math.min(size * GROUPS_A_RUN, commands.length);
    const [some, same] = [commands.slice(0, count), firstOf(messages, count)];
    const rates = await inRounds(options.rounds, {
      core: () => journaledCore(same, some, size),
      exchange: () => journaledExchange(some, size),
    });
    const text = `${size.toLocaleString('en-US')} a group`;
    const unit = 'commands/s';
    figures.push(
      { key: `journaled.core.${size}`, what: `core, ${text}`, value: rates.core, unit },
      { key: `journaled.exchange.${size}`, what: `exchange, ${text}`, value: rates.exchange, unit },
    );
  }
  const { alone } = await inRounds(options.rounds, { alone: () => exchangeAlone(commands) });
  figures.push({ key: 'exchange', what: 'exchange, no journal', value: alone, unit: 'commands/s' });
  return {
    title: 'Journaled: every group on the disk before it is answered',
    note: `Commands as a broker sends them, encoded, checksummed and synced to the disk, one group on its way while the next is applied; by the wall's time. "Core" applies the flow as integers, "exchange" goes through members, ids and reports as objects. Flow: normal, ${source}.`,
    figures,
  };
}
