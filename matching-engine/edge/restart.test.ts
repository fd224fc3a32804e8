import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createFastBook } from '../core/fast/fast-book.ts';
import type { ExchangeCommand } from '../exchange/commands.ts';
import { createExchange, restoreExchange, type ExchangeSettings } from '../exchange/exchange.ts';
import { MEMORY_LIMITS } from '../exchange/state.ts';
import type { ExchangeEvent } from '../exchange/command-context.ts';
import { LogCorrupt } from '#platform/disk-log/errors.ts';
import { decodeFrame } from '#platform/disk-log/frame.ts';
import { createMemoryFiles } from '#platform/disk-log/test/memory-files.ts';
import { headerBytes } from '#platform/disk-log/segment.ts';
import { JOURNAL_FORMAT } from '../journal/journal-file.ts';
import { commandStream } from '#test/support/engine/arbitraries.ts';
import { expectEqual } from '#test/support/expect-equal.ts';
import { makeSnapshot, recover } from './recovery/recovery.ts';

const HEADER_BYTES = headerBytes(JOURNAL_FORMAT);
const SETTINGS: ExchangeSettings = { book: createFastBook, limits: { ...MEMORY_LIMITS, commandIds: 40 } };
const recovered = (contents: Map<string, Buffer>) =>
  recover(createMemoryFiles(contents), SETTINGS, () => 'jnl_1');
/** Commands arrive one second apart. */
const instantOf = (index: number): number => 1_774_000_000_000 + index * 1_000;

/** Files of an engine at the end of a run, and its state and events after each command. */
interface Life {
  readonly commands: readonly ExchangeCommand[];
  readonly contents: ReadonlyMap<string, Buffer>;
  /** State hashes by number of applied commands. */
  readonly hashes: readonly string[];
  readonly events: readonly (readonly ExchangeEvent[])[];
  /** Numbers of applied commands at the ends of groups. */
  readonly ends: readonly number[];
}

/** A run without a restart: groups of these sizes, snapshots and new journal files after some of them. */
async function live(commands: readonly ExchangeCommand[], sizes: readonly number[], snapshotAfter: number) {
  const files = createMemoryFiles();
  const { exchange, journal } = await recover(files, SETTINGS, () => 'jnl_1');
  const hashes = [exchange.stateHash()];
  const events: (readonly ExchangeEvent[])[] = [];
  const ends = [0];
  for (let group = 0, from = 0; from < commands.length; group++) {
    const size = sizes[group % sizes.length] ?? 1;
    const batch = commands.slice(from, from + size);
    await journal.append({ atMs: instantOf(from), confirmedIndex: ends.at(-2) ?? 0, commands: batch });
    for (const command of batch) {
      events.push(exchange.apply(command, instantOf(from)));
      hashes.push(exchange.stateHash());
    }
    from += batch.length;
    ends.push(from);
    if ((group + 1) % snapshotAfter === 0)
      await journal.dropThrough(await makeSnapshot(files, await journal.startSegment(), SETTINGS));
  }
  return { commands, contents: files.contents, hashes, events, ends };
}

const lives = fc
  .tuple(
    commandStream(40),
    fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 8 }),
    fc.integer({ min: 2, max: 9 }),
  )
  .map(([commands, sizes, snapshotAfter]) => ({ commands, sizes, snapshotAfter }));

const copyOf = (contents: ReadonlyMap<string, Buffer>): Map<string, Buffer> =>
  new Map([...contents].map(([name, bytes]) => [name, Buffer.from(bytes)]));
const NAMES_A_FILE = /(journal|snapshot)-\d{16}|the journal/;
const newestOf = (contents: ReadonlyMap<string, Buffer>): string =>
  [...contents.keys()]
    .filter((name) => name.startsWith('journal-'))
    .sort()
    .at(-1) ?? '';

describe('a restart at any point equals a run without a restart', { timeout: 300_000 }, () => {
  test('at 1,000 random cut points, each with a second crash during the rest of the run', async () => {
    let cuts = 0;
    await fc.assert(
      fc.asyncProperty(
        lives,
        fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(30)), {
          minLength: 25,
          maxLength: 25,
        }),
        async ({ commands, sizes, snapshotAfter }, cutPoints) => {
          const life = await live(commands, sizes, snapshotAfter);
          for (const [share, again] of cutPoints) {
            await restartAt(life, share, again);
            cuts += 1;
          }
        },
      ),
      { numRuns: 40, endOnFailure: true },
    );
    expect(cuts).toBeGreaterThanOrEqual(1_000);
  });
});

/** Cuts the newest file at a share of its length, recovers, and sends the missing commands and some repeats. */
async function restartAt(life: Life, share: number, again: number): Promise<void> {
  const contents = copyOf(life.contents);
  const name = newestOf(contents);
  const whole = contents.get(name) ?? Buffer.alloc(0);
  const length = HEADER_BYTES + Math.round(share * (whole.length - HEADER_BYTES));
  contents.set(name, whole.subarray(0, length));
  const first = await recovered(contents);
  const index = first.journal.lastIndex();
  expectEqual(life.ends.includes(index), true);
  expectEqual(first.exchange.stateHash(), life.hashes[index]);
  // Recovery recreates the unconfirmed events.
  const made = life.events.slice(first.confirmedIndex, index).flat();
  expectEqual(first.unconfirmed, made);
  const half = index + Math.ceil((life.commands.length - index) / 2);
  await goOn(first, life, index, half);
  const second = await recovered(contents);
  expectEqual(second.exchange.stateHash(), life.hashes[half]);
  // The queue redelivers members' commands that were applied but not acknowledged.
  const repeats = life.commands.slice(Math.max(0, half - again), half).filter((one) => 'commandId' in one);
  const last = [...repeats, ...life.commands.slice(half)];
  await second.journal.append({ atMs: instantOf(half), confirmedIndex: half, commands: last });
  const events = last.map((command) => second.exchange.apply(command, instantOf(half)));
  expectEqual(events.slice(0, repeats.length).flat(), []);
  const third = await recovered(contents);
  expectEqual(third.exchange.stateHash(), second.exchange.stateHash());
}

/** Applies commands up to a number, at their instants in the run without a restart. */
async function goOn(
  { exchange, journal }: Awaited<ReturnType<typeof recover>>,
  { commands, ends, events }: Life,
  from: number,
  to: number,
): Promise<void> {
  for (let index = from; index < to; index++) {
    const atMs = instantOf(ends.findLast((end) => end <= index) ?? 0);
    const command = commands.slice(index, index + 1);
    await journal.append({ atMs, confirmedIndex: 0, commands: command });
    for (const one of command) expectEqual(exchange.apply(one, atMs), events[index]);
  }
}

describe('a snapshot', { timeout: 300_000 }, () => {
  test('of a restored exchange equals the original, and both continue equally', () => {
    fc.assert(
      fc.property(commandStream(80), fc.nat(80), (commands, at) => {
        const exchange = createExchange(SETTINGS);
        for (const [index, command] of commands.slice(0, at).entries())
          exchange.apply(command, instantOf(index));
        const snapshot = exchange.capture();
        const restored = restoreExchange(JSON.parse(JSON.stringify(snapshot)) as typeof snapshot, SETTINGS);
        expectEqual(restored.capture(), snapshot);
        expect(restored.stateHash()).toBe(exchange.stateHash());
        for (const [index, command] of commands.slice(at).entries())
          expectEqual(
            restored.apply(command, instantOf(at + index)),
            exchange.apply(command, instantOf(at + index)),
          );
        expect(restored.stateHash()).toBe(exchange.stateHash());
      }),
      { numRuns: 100, endOnFailure: true },
    );
  });
});

interface Mutation {
  readonly kind: (typeof MUTATIONS)[number];
  readonly file: number;
  readonly at: number;
  readonly other: number;
  readonly data: Uint8Array;
}
const MUTATIONS = [
  'flip',
  'overwrite',
  'cut the end',
  'cut out',
  'insert',
  'repeat a frame',
  'swap frames',
  'remove a frame',
  'remove the file',
  'replace by another file',
] as const;
const mutation: fc.Arbitrary<Mutation> = fc.record({
  kind: fc.constantFrom(...MUTATIONS),
  file: fc.nat(100),
  at: fc.nat(1_000_000),
  other: fc.nat(1_000_000),
  data: fc.uint8Array({ minLength: 1, maxLength: 24 }),
});

/** Positions of a file's frames; none in a snapshot. */
function framesIn(bytes: Buffer): { position: number; end: number }[] {
  const frames: { position: number; end: number }[] = [];
  for (let position = HEADER_BYTES; ;) {
    const frame = decodeFrame(bytes, position);
    if (typeof frame === 'string') return frames;
    frames.push(frame);
    position = frame.end;
  }
}

function mutate(contents: Map<string, Buffer>, { kind, file, at, other, data }: Mutation): void {
  const names = [...contents.keys()].sort();
  const name = names[file % names.length] ?? '';
  const bytes = contents.get(name) ?? Buffer.alloc(0);
  const place = at % Math.max(1, bytes.length);
  const frames = framesIn(bytes);
  const part = (index: number): Buffer => {
    const frame = frames[index % Math.max(1, frames.length)];
    return frame ? bytes.subarray(frame.position, frame.end) : Buffer.alloc(0);
  };
  const all = frames.map((_, index) => part(index));
  const head = bytes.subarray(0, frames[0]?.position ?? bytes.length);
  const one = at % Math.max(1, frames.length);
  const two = other % Math.max(1, frames.length);
  const change = (): Buffer => {
    switch (kind) {
      case 'flip':
      case 'overwrite': {
        const changed = Buffer.from(bytes);
        for (const [offset, value] of data.slice(0, kind === 'flip' ? 1 : 24).entries())
          if (place + offset < changed.length)
            changed[place + offset] = (changed[place + offset] ?? 0) ^ value;
        return changed;
      }
      case 'cut the end':
        return bytes.subarray(0, place);
      case 'cut out':
        return Buffer.concat([bytes.subarray(0, place), bytes.subarray(place + data.length)]);
      case 'insert':
        return Buffer.concat([bytes.subarray(0, place), data, bytes.subarray(place)]);
      case 'repeat a frame':
        return Buffer.concat([head, ...all.toSpliced(one, 0, part(two))]);
      case 'swap frames':
        return Buffer.concat([head, ...all.with(one, part(two)).with(two, part(one))]);
      case 'remove a frame':
        return Buffer.concat([head, ...all.toSpliced(one, 1)]);
      case 'replace by another file':
        return Buffer.from(contents.get(names[other % names.length] ?? '') ?? bytes);
      case 'remove the file':
        return bytes;
    }
  };
  if (frames.length === 0 && kind.includes('frame')) return;
  if (kind === 'remove the file') contents.delete(name);
  else contents.set(name, change());
}

describe('damaged files', { timeout: 600_000 }, () => {
  test('10,000 mutations recover an earlier state or throw an error that names the file', async () => {
    let tried = 0;
    let refused = 0;
    await fc.assert(
      fc.asyncProperty(
        lives,
        fc.array(fc.array(mutation, { minLength: 1, maxLength: 2 }), { minLength: 250, maxLength: 250 }),
        async ({ commands, sizes, snapshotAfter }, attempts) => {
          const life = await live(commands, sizes, snapshotAfter);
          for (const mutations of attempts) {
            const contents = copyOf(life.contents);
            for (const one of mutations) mutate(contents, one);
            tried += 1;
            const outcome = await recovered(contents).catch((error: unknown) => {
              if (!(error instanceof LogCorrupt) || !NAMES_A_FILE.test(error.message)) throw error;
              return null;
            });
            if (outcome === null) refused += 1;
            else expectEqual(outcome.exchange.stateHash(), life.hashes[outcome.journal.lastIndex()]);
          }
        },
      ),
      { numRuns: 40, endOnFailure: true },
    );
    expect(tried).toBeGreaterThanOrEqual(10_000);
    expect(refused).toBeGreaterThan(1_000);
  });

  test('a change of bytes in the middle never loses an acknowledged command without an error', async () => {
    await fc.assert(
      fc.asyncProperty(
        lives,
        fc.array(mutation, { minLength: 50, maxLength: 50 }),
        async (plan, attempts) => {
          const life = await live(plan.commands, plan.sizes, plan.snapshotAfter);
          const lastGroup = life.ends.at(-2) ?? 0;
          for (const one of attempts) {
            if (!['flip', 'overwrite', 'insert', 'repeat a frame', 'swap frames'].includes(one.kind))
              continue;
            const contents = copyOf(life.contents);
            mutate(contents, one);
            const outcome = await recovered(contents).catch(() => null);
            if (outcome) expect(outcome.journal.lastIndex()).toBeGreaterThanOrEqual(lastGroup);
          }
        },
      ),
      { numRuns: 20, endOnFailure: true },
    );
  });
});
