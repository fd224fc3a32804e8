import fc from 'fast-check';
import { codePoint } from '#test/support/samples/texts.ts';
import { describe, expect, test } from 'vitest';
import { LogCorrupt } from './errors.ts';
import { createFaultyFiles } from './test/faulty-files.ts';
import { createMemoryFiles, type MemoryFiles } from './test/memory-files.ts';
import { FORMAT, HEADER_BYTES, openTestLog } from './test/test-log.ts';
import { readSegment } from './segment.ts';

const text = fc.string({ maxLength: 20, unit: codePoint });
const append = fc.array(text, { minLength: 1, maxLength: 3 });
/** Appends that are made at once. */
const appends = fc.array(append, { minLength: 1, maxLength: 4 });
const share = fc.double({ min: 0, max: 1, noNaN: true });

interface Failing {
  readonly kind: 'crash' | 'full disk';
  readonly appends: string[][];
  /** How much of the write reaches the disk. */
  readonly keep: number;
}
type Action =
  | Failing
  | { readonly kind: 'append'; readonly appends: string[][] }
  | { readonly kind: 'reopen' }
  | { readonly kind: 'new file' };

const action: fc.Arbitrary<Action> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('append' as const), appends }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constantFrom('crash' as const, 'full disk' as const),
      appends,
      keep: share,
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('reopen' as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('new file' as const) }) },
);

/** A log and its model: the list of all that it must hold. */
async function createModelled(segmentBytes: number) {
  let failing: Failing | null = null;
  let isWhole = false;
  const files = createFaultyFiles(createMemoryFiles(), {
    append: (_, bytes) => {
      if (!failing) return null;
      const keepBytes = Math.round(failing.keep * bytes.length);
      isWhole = keepBytes === bytes.length;
      const code = failing.kind === 'crash' ? 'EIO' : 'ENOSPC';
      return { keepBytes, error: Object.assign(new Error(failing.kind), { code }) };
    },
  });
  const model: string[] = [];
  let log = await openTestLog(files, { segmentBytes });

  const reopen = async (): Promise<void> => {
    log = await openTestLog(files, { segmentBytes });
    expect(log.records).toEqual(model);
  };
  const append = async (groups: string[][]): Promise<void> => {
    const indexes = await Promise.all(groups.map((texts) => log.append(texts)));
    for (const [place, texts] of groups.entries()) {
      expect(indexes[place]).toBe(model.length);
      model.push(...texts);
    }
  };
  const fail = async (how: Failing): Promise<void> => {
    failing = how;
    const outcomes = await Promise.allSettled(how.appends.map((texts) => log.append(texts)));
    expect(outcomes.every(({ status }) => status === 'rejected')).toBe(true);
    failing = null;
    if (how.kind === 'full disk') return;
    // A frame that was whole before the crash counts, though it was never acknowledged.
    if (isWhole) model.push(...how.appends.flat());
    await reopen();
  };
  const run = async (one: Action): Promise<void> => {
    if (one.kind === 'append') await append(one.appends);
    else if (one.kind === 'reopen') await reopen();
    else if (one.kind === 'new file') expect(await log.writer.startSegment()).toBe(model.length);
    else await fail(one);
  };
  return { run, reopen };
}

describe('the disk log', { timeout: 60_000 }, () => {
  test('equals a list of what was acknowledged, over crashes, full disks, new files and restarts', async () => {
    const lives = fc.array(action, { maxLength: 15 });
    await fc.assert(
      fc.asyncProperty(lives, fc.integer({ min: 60, max: 400 }), async (actions, segmentBytes) => {
        const log = await createModelled(segmentBytes);
        for (const one of actions) await log.run(one);
        await log.reopen();
      }),
      { numRuns: 400 },
    );
  });
});

/** A log of one frame for each append, over several files. */
async function writtenLog(groups: readonly string[][], segmentBytes: number): Promise<MemoryFiles> {
  const files = createMemoryFiles();
  const log = await openTestLog(files, { segmentBytes });
  for (const group of groups) await log.append(group);
  return files;
}
const logs = fc
  .tuple(fc.array(append, { minLength: 2, maxLength: 10 }), fc.integer({ min: 60, max: 300 }))
  .map(([groups, segmentBytes]) => ({ groups, segmentBytes }));
const copyOf = ({ contents }: MemoryFiles): Map<string, Buffer> =>
  new Map([...contents].map(([name, bytes]) => [name, Buffer.from(bytes)]));
const namesIn = (contents: ReadonlyMap<string, Buffer>): string[] => [...contents.keys()].sort();
const framesOf = (name: string, bytes: Buffer) =>
  readSegment(FORMAT, { file: name, firstIndex: Number(name.slice(4)), isNewest: true }, bytes).frames;
/** All that a log may hold after the loss of its end: the records before each frame. */
const prefixes = (groups: readonly string[][]): string[] =>
  Array.from({ length: groups.length + 1 }, (_, count) => JSON.stringify(groups.slice(0, count).flat()));

describe('the end of the newest file', { timeout: 60_000 }, () => {
  test('cut at any byte, leaves the whole frames before it, and the log goes on', async () => {
    await fc.assert(
      fc.asyncProperty(logs, share, async ({ groups, segmentBytes }, cut) => {
        const contents = copyOf(await writtenLog(groups, segmentBytes));
        const name = namesIn(contents).at(-1) ?? '';
        const whole = contents.get(name) ?? Buffer.alloc(0);
        const length = HEADER_BYTES + Math.round(cut * (whole.length - HEADER_BYTES));
        const lost = framesOf(name, whole).filter(({ end }) => end > length).length;
        contents.set(name, whole.subarray(0, length));
        const kept = groups.slice(0, groups.length - lost).flat();
        const log = await openTestLog(createMemoryFiles(contents));
        expect(log.records).toEqual(kept);
        expect(await log.append(['next'])).toBe(kept.length);
        expect((await openTestLog(createMemoryFiles(contents))).records).toEqual([...kept, 'next']);
      }),
      { numRuns: 300 },
    );
  });

  test('of zeros or garbage counts as torn', async () => {
    for (const tail of [Buffer.alloc(300), Buffer.from([0xf5, 0x46]), Buffer.alloc(50, 0xff)]) {
      const files = await writtenLog([['a'], ['b']], 1_000);
      const name = (await files.list()).at(-1) ?? '';
      await files.append(name, tail);
      expect((await openTestLog(files)).records).toEqual(['a', 'b']);
      expect((await openTestLog(files)).records).toEqual(['a', 'b']);
    }
  });
});

describe('damage', { timeout: 60_000 }, () => {
  test('of one byte before the last frame is refused, with the file and the byte of the frame', async () => {
    await fc.assert(
      fc.asyncProperty(logs, fc.nat(), fc.integer({ min: 1, max: 255 }), async (log, at, change) => {
        const contents = copyOf(await writtenLog(log.groups, log.segmentBytes));
        const places = namesIn(contents).flatMap((name) =>
          framesOf(name, contents.get(name) ?? Buffer.alloc(0)).map((frame) => ({ name, ...frame })),
        );
        const damaged = places[at % (places.length - 1)];
        if (!damaged) return;
        const bytes = contents.get(damaged.name) ?? Buffer.alloc(0);
        const byte = damaged.position + (at % (damaged.end - damaged.position));
        bytes[byte] = (bytes[byte] ?? 0) ^ change;
        const before = copyOf(createMemoryFiles(contents));
        await expect(openTestLog(createMemoryFiles(contents))).rejects.toThrow(
          `${damaged.name}, byte ${damaged.position}: `,
        );
        expect(contents).toEqual(before);
      }),
      { numRuns: 500 },
    );
  });

  test('a cut of any file but the newest is refused', async () => {
    await fc.assert(
      fc.asyncProperty(logs, share, fc.nat(), async ({ groups, segmentBytes }, cut, file) => {
        const contents = copyOf(await writtenLog(groups, segmentBytes));
        const older = namesIn(contents).slice(0, -1);
        fc.pre(older.length > 0);
        const name = older[file % older.length] ?? '';
        const whole = contents.get(name) ?? Buffer.alloc(0);
        contents.set(name, whole.subarray(0, Math.floor(cut * (whole.length - 1))));
        await expect(openTestLog(createMemoryFiles(contents))).rejects.toThrow(LogCorrupt);
      }),
      { numRuns: 200 },
    );
  });

  const mutation = fc.record({
    kind: fc.constantFrom('change', 'cut out', 'insert', 'cut the end', 'repeat', 'remove'),
    file: fc.nat(20),
    at: share,
    data: fc.uint8Array({ minLength: 1, maxLength: 40 }),
  });
  type Mutation = typeof mutation extends fc.Arbitrary<infer T> ? T : never;

  function mutate(contents: Map<string, Buffer>, { kind, file, at, data }: Mutation): void {
    const names = namesIn(contents);
    const name = names[file % names.length] ?? '';
    const bytes = contents.get(name) ?? Buffer.alloc(0);
    const place = Math.floor(at * bytes.length);
    const [head, tail] = [bytes.subarray(0, place), bytes.subarray(place)];
    const changed = (): Buffer => {
      if (kind === 'insert') return Buffer.concat([head, data, tail]);
      if (kind === 'cut out') return Buffer.concat([head, tail.subarray(data.length)]);
      if (kind === 'repeat') return Buffer.concat([bytes, bytes.subarray(HEADER_BYTES)]);
      if (kind === 'cut the end') return head;
      return Buffer.concat([head, Buffer.from(data), tail.subarray(data.length)]);
    };
    if (kind === 'remove') contents.delete(name);
    else contents.set(name, changed());
  }

  test('of any kind gives the records before some frame or a refusal, nothing else', async () => {
    await fc.assert(
      fc.asyncProperty(logs, fc.array(mutation, { minLength: 1, maxLength: 3 }), async (log, mutations) => {
        const contents = copyOf(await writtenLog(log.groups, log.segmentBytes));
        for (const one of mutations) if (contents.size > 0) mutate(contents, one);
        const opened = await openTestLog(createMemoryFiles(contents)).catch((error: unknown) => {
          expect(error).toBeInstanceOf(LogCorrupt);
          expect((error as Error).message).toMatch(/^log-\d{8}, byte \d+: /);
          return null;
        });
        if (opened) expect(prefixes(log.groups)).toContain(JSON.stringify(opened.records));
      }),
      { numRuns: 2_000 },
    );
  });

  test('of the header is refused, and another version by its number', async () => {
    const files = await writtenLog([['a'], ['b']], 1_000);
    const name = (await files.list())[0] ?? '';
    for (let byte = 0; byte < HEADER_BYTES; byte++) {
      const contents = copyOf(files);
      const bytes = contents.get(name) ?? Buffer.alloc(0);
      bytes[byte] = (bytes[byte] ?? 0) ^ 0x02;
      const message =
        byte === 8 ? `${name}, byte 8: the format has version 3; this program reads version 1` : name;
      await expect(openTestLog(createMemoryFiles(contents))).rejects.toThrow(message);
    }
    for (let length = 0; length < HEADER_BYTES; length++) {
      const contents = new Map([[name, (files.contents.get(name) ?? Buffer.alloc(0)).subarray(0, length)]]);
      await expect(openTestLog(createMemoryFiles(contents))).rejects.toThrow('the header is cut off');
    }
  });
});
