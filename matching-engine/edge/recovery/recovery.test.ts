import fc from 'fast-check';
import { describe, test } from 'vitest';
import { engineCommandSchema, type EngineCommand } from '#contracts/messages/engine-commands.ts';
import { QUEUES } from '#contracts/names.ts';
import type { PortFaults } from '#platform/in-process/faults.ts';
import { createFaultyFiles } from '#platform/disk-log/test/faulty-files.ts';
import type { LogFiles } from '#platform/disk-log/files.ts';
import { commandStream } from '#test/support/engine/arbitraries.ts';
import type { EnginePart } from '../../start.ts';
import { createWorld, until, type EngineOptions, type World } from '#test/support/engine/engine-harness.ts';
import { expectEqual } from '#test/support/expect-equal.ts';
import { instrumentFact } from '#test/support/samples/instrument.ts';

const COMMANDS = QUEUES.engineCommands(0);

/** The step at which a run of the engine crashes. */
const STEPS = [
  'before the journal is written',
  'in the middle of the write',
  'after the write, before anything is published',
  'a publish was lost',
  'a publish was made but not confirmed',
  'after all was published, before the commands are settled',
] as const;

interface Crash {
  readonly step: (typeof STEPS)[number];
  /** The crash happens at this occurrence of the step in the run, counted from 1. */
  readonly count: number;
}

/** Options of an engine that crashes at a step. */
function crashing({ step, count }: Crash): EngineOptions {
  let left = count;
  const isDue = (): boolean => --left === 0;
  return {
    snapshotEvery: 10,
    wrapFiles: (files, crash) => crashingFiles(files, step, isDue, crash),
    faults: (crash) => crashingPorts(step, isDue, crash),
  };
}

function crashingFiles(
  files: LogFiles,
  step: Crash['step'],
  isDue: () => boolean,
  crash: () => void,
): LogFiles {
  const written: Partial<Record<Crash['step'], (length: number) => number>> = {
    'before the journal is written': () => 0,
    'in the middle of the write': (length) => length >> 1,
    'after the write, before anything is published': (length) => length,
  };
  const writes = written[step];
  if (!writes) return files;
  return createFaultyFiles(files, {
    append: (_, bytes) =>
      isDue() ? { keepBytes: writes(bytes.length), error: new Error('crashed'), onFailed: crash } : null,
  });
}

function crashingPorts(step: Crash['step'], isDue: () => boolean, crash: () => void): PortFaults {
  const crashIfDue = <T>(then: T, otherwise: T): T => {
    if (!isDue()) return otherwise;
    crash();
    return then;
  };
  /** Small groups give many steps to crash at. */
  const cut = (): number => 7;
  switch (step) {
    case 'a publish was lost':
      return { cut, write: () => crashIfDue('lost', 'none') };
    case 'a publish was made but not confirmed':
      return { cut, write: () => crashIfDue('unconfirmed', 'none') };
    case 'after all was published, before the commands are settled':
      return { cut, forgetProgress: (name) => name === COMMANDS && crashIfDue(true, false) };
    default:
      return { cut };
  }
}

/** All published messages by stream and sequence; checks that a repeat equals its first copy. */
async function published(world: World): Promise<Map<string, unknown>> {
  const found = new Map<string, unknown>();
  const all = [
    ...(await world.reports()).map((report) => [`BROKER ${report.sequence}`, report] as const),
    ...(await world.reports('SIMULATOR')).map((report) => [`SIMULATOR ${report.sequence}`, report] as const),
    ...(await world.marketData()).map(
      (message) => [`${message.ticker} ${message.sequence}`, message] as const,
    ),
  ];
  for (const [key, value] of all) {
    if (found.has(key)) expectEqual(value, found.get(key));
    found.set(key, value);
  }
  return found;
}

/** State and outputs after engines with these crashes, and a last one without, have processed the commands. */
async function outcomeOf(commands: readonly EngineCommand[], crashes: readonly Crash[]) {
  const world = await createWorld();
  await world.list(instrumentFact(), instrumentFact({ ticker: 'VALE3', lotSize: 1 }));
  await world.send(...commands);
  const isDone = async (): Promise<boolean> => (await world.queue.depth(COMMANDS)) === 0;
  for (const crash of crashes) {
    let hasCrashed = false;
    const options = crashing(crash);
    const noticing: EngineOptions = {
      ...options,
      wrapFiles: (files, kill) =>
        options.wrapFiles?.(files, () => void ((hasCrashed = true), kill())) ?? files,
      faults: (kill) => options.faults?.(() => void ((hasCrashed = true), kill())) ?? {},
    };
    const starting = world.start(noticing).catch(() => null);
    let isStarted = false;
    void starting.then(() => (isStarted = true));
    await until(world, async () => hasCrashed || (isStarted && (await isDone())));
    if (!hasCrashed) (await starting)?.crash();
  }
  const { part } = await world.start({ snapshotEvery: 10 });
  await until(world, async () => (await isDone()) && (await isQuiet(part)));
  const outcome = {
    stateHash: part.stateHash(),
    published: await published(world),
    openOrders: await part.calls.openOrders({ member: null }),
  };
  await part.stop();
  return outcome;
}

/** True once the engine knows its instruments and has published all its events. */
async function isQuiet(part: EnginePart): Promise<boolean> {
  const { commands, confirmedCommands } = await part.calls.stateHash({});
  return commands === confirmedCommands && (await part.readiness()).every(({ ready }) => ready);
}

const memberCommands = commandStream(60).map((commands) =>
  commands.filter((command): command is EngineCommand => engineCommandSchema.safeParse(command).success),
);

describe('an engine restarted after any crash equals one that never crashed', { timeout: 120_000 }, () => {
  test.each(STEPS)('%s', async (step) => {
    await fc.assert(
      fc.asyncProperty(memberCommands, fc.integer({ min: 1, max: 4 }), async (commands, count) => {
        expectEqual(await outcomeOf(commands, [{ step, count }]), await outcomeOf(commands, []));
      }),
      { numRuns: 25 },
    );
  });

  test('after several crashes of any kind', async () => {
    const crash = fc.record({ step: fc.constantFrom(...STEPS), count: fc.integer({ min: 1, max: 5 }) });
    await fc.assert(
      fc.asyncProperty(memberCommands, fc.array(crash, { maxLength: 6 }), async (commands, crashes) => {
        expectEqual(await outcomeOf(commands, crashes), await outcomeOf(commands, []));
      }),
      { numRuns: 50 },
    );
  });
});
