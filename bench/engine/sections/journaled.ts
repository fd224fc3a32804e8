import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { createFastBook } from '#engine/core/fast/fast-book.ts';
import type { ExchangeCommand } from '#engine/exchange/commands.ts';
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

/** Commands in a group. */
const GROUP_SIZES = [1, 50, 200, 1_000] as const;
/** Groups of a run, limited by the number of messages. */
const GROUPS_PER_RUN = 400;
const MAX_MESSAGES = 200_000;
/** An arbitrary time; the exchange reads no clock. */
const AT_MS = Date.parse('2026-03-16T15:00:00Z');

/** On the disk of the project, in a folder that git ignores. */
const PARENT = '.cache';

async function withJournal<T>(run: (journal: Journal) => Promise<T>): Promise<T> {
  await mkdir(PARENT, { recursive: true });
  const folder = await mkdtemp(`${PARENT}/bench-journal-`);
  const files = await openDiskFiles(folder);
  try {
    const { journal } = await openJournal(
      files,
      { afterIndex: 0, newJournalId: () => 'bench' },
      () => undefined,
    );
    return await run(journal);
  } finally {
    await files.close();
    await rm(folder, { recursive: true });
  }
}

/** Runs groups one after the other; while one is being synced, the next is encoded and applied. */
async function runGroups(
  journal: Journal,
  commands: readonly ExchangeCommand[],
  size: number,
  apply: (from: number, to: number) => void,
): Promise<number> {
  const startMs = performance.now();
  let previous = Promise.resolve();
  for (let from = 0; from < commands.length; from += size) {
    const group = commands.slice(from, from + size);
    const durable = journal.append({ atMs: AT_MS, confirmedIndex: from, commands: group });
    apply(from, from + group.length);
    await previous;
    previous = durable;
  }
  await previous;
  return perSecond(commands.length, performance.now() - startMs);
}

const journaledCore = (messages: Flash1Messages, commands: readonly ExchangeCommand[], size: number) =>
  withJournal((journal) => {
    const replay = new Flash1Replay(createFastBook, messages.count);
    return runGroups(journal, commands, size, (from, to) => replay.run(messages, from, to));
  });

const journaledExchange = (commands: readonly ExchangeCommand[], size: number) =>
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

function exchangeAlone(commands: readonly ExchangeCommand[]): number {
  const exchange = openExchange();
  const { took } = timed(() => {
    for (const command of commands) exchange.apply(command, AT_MS);
  });
  return perSecond(commands.length, workMs(took));
}

/** Throughput with the journal synced before any reply, for the core and for the whole exchange. */
export async function measureJournaled(options: BenchOptions): Promise<Section> {
  const { messages: all, source } = await loadWorkload('normal', options);
  const messages = firstOf(all, Math.min(all.count, MAX_MESSAGES));
  const commands = commandsOf(messages);
  const figures: Figure[] = [];
  for (const size of GROUP_SIZES) {
    const count = Math.min(size * GROUPS_PER_RUN, commands.length);
    const [some, same] = [commands.slice(0, count), firstOf(messages, count)];
    const rates = await inRounds(options.rounds, {
      core: () => journaledCore(same, some, size),
      exchange: () => journaledExchange(some, size),
    });
    const text = `groups of ${size.toLocaleString('en-US')}`;
    const unit = 'commands/s';
    figures.push(
      { key: `journaled.core.${size}`, what: `core, ${text}`, value: rates.core, unit },
      { key: `journaled.exchange.${size}`, what: `exchange, ${text}`, value: rates.exchange, unit },
    );
  }
  const { alone } = await inRounds(options.rounds, { alone: () => exchangeAlone(commands) });
  figures.push({ key: 'exchange', what: 'exchange, no journal', value: alone, unit: 'commands/s' });
  return {
    title: 'Journaled: every group is synced to the disk before the reply',
    note: `A broker's commands, encoded, checksummed and synced to the disk; one group is synced while the next is applied. Wall time. "Core" applies the flow as integers, "exchange" includes members, ids and reports as objects. Flow: normal, ${source}.`,
    figures,
  };
}
