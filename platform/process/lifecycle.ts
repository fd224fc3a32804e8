import { createWallClock, every, type Clock } from '../time/clock.ts';
import { CommandLineError, readCommandLine } from './command-line.ts';
import { environment, secretsOf, SettingsError, silenceLibraries } from '../config.ts';
import { createLog, type Log } from '../observability/log.ts';
import { createRedaction, type Redact } from '../security/redaction.ts';
import { StartError } from './start-error.ts';
import { createStopStack, type StopStack } from './stop-stack.ts';

/** How long an ordered stop may take before the process ends anyway. */
const STOP_DEADLINE_MS = 20_000;

type Report = (message: string) => void;

/** What a starting process is given. */
export interface ProcessTools<Settings> {
  readonly settings: Settings;
  readonly log: Log;
  /** One message for the person who started the process, on standard error and without secrets. */
  readonly report: Report;
  readonly wallClock: Clock;
  /** Registers what must be stopped, in the reverse order of registering; also when a later step of the start fails. */
  readonly onStop: StopStack['add'];
  /** Ends the process at once, with 1: for what must not go on. Its next start goes on from what is safe on disk. */
  readonly fail: (error: Error) => void;
}

export interface ProcessOptions<Settings extends { readonly LOG_LEVEL: string }> {
  /** Of the part, in messages and logs. */
  readonly name: string;
  /** What --help prints. There are no other options: settings come from the environment. */
  readonly help: string;
  /** May throw SettingsError. */
  readonly settings: () => Settings | Promise<Settings>;
  /** Starts everything. Throws StartError when that is not possible for a reason that the user can mend. */
  readonly start: (tools: ProcessTools<Settings>) => Promise<void>;
}

/**
 * Runs a process from its start to its end. SIGTERM, SIGINT and the loss of a parent that spawned it with a channel,
 * or of the npm that runs it, stop it in order, and exit 0; a second signal, or 20 seconds, end it at once. A failed start is one line for the
 * user (the stack goes to the log at level debug) and exit 1, bad settings exit 2. A bug that nobody caught is logged
 * and ends the process with 1: what was accepted is safe on disk, and its next start goes on from there.
 */
export async function runProcess<Settings extends { readonly LOG_LEVEL: string }>(
  options: ProcessOptions<Settings>,
): Promise<void> {
  const { name } = options;
  silenceLibraries();
  const wallClock = createWallClock();
  const settings = await prepare(options);
  const redact = createRedaction(secretsOf(settings));
  const log = createLog({ level: settings.LOG_LEVEL, base: { part: name }, redact });
  const report = createReport(name, redact);
  const stack = createStopStack(log);
  const end = onceEnding(report, stack, wallClock);
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => end(0));
  if (process.channel) process.on('disconnect', () => end(0));
  const isRunByNpm = environment()['npm_lifecycle_event'] !== undefined;
  if (isRunByNpm) watchParent(wallClock, () => stack.isStopping() || end(0));
  const fail = (error: unknown): void => {
    log.error({ err: error }, 'the process cannot go on');
    report(`ended: ${messageOf(error)}`);
    process.exit(1);
  };
  for (const event of ['uncaughtException', 'unhandledRejection'] as const) process.on(event, fail);
  try {
    await options.start({ settings, log, report, wallClock, onStop: stack.add, fail });
  } catch (error) {
    if (stack.isStopping()) return;
    const isForUser = error instanceof StartError;
    log[isForUser ? 'debug' : 'error']({ err: error }, 'the start failed');
    report(`cannot start: ${messageOf(error)}`);
    end(error instanceof SettingsError ? 2 : 1);
  }
}

/** How often it is looked whether the parent is there still. */
const PARENT_LOOK_MS = 300;

/** npm ends on SIGTERM without waiting for what it runs, and its shell passes nothing on: their end is our signal. */
function watchParent(wallClock: Clock, onLost: () => void): void {
  const parent = process.ppid;
  const looks = every(wallClock, PARENT_LOOK_MS, () => {
    if (process.ppid === parent) return;
    looks.cancel();
    onLost();
  });
}

/** Reads command line and settings. Prints help, or what is wrong with them, and ends the process. */
async function prepare<Settings extends { readonly LOG_LEVEL: string }>(
  options: ProcessOptions<Settings>,
): Promise<Settings> {
  try {
    if (readCommandLine(process.argv.slice(2), {}) === null) {
      process.stdout.write(`${options.help}\n`);
      process.exit(0);
    }
    return await options.settings();
  } catch (error) {
    if (!(error instanceof SettingsError || error instanceof CommandLineError)) throw error;
    createReport(options.name, createRedaction([]))(error.message);
    process.exit(2);
  }
}

/** The first call stops everything in order, a second one ends the process at once. */
function onceEnding(report: Report, stack: StopStack, wallClock: Clock): (exitCode: number) => void {
  let isEnding = false;
  return (exitCode) => {
    if (isEnding) {
      report(`told twice to end: ${stack.pending().join(', ')} did not end in order`);
      process.exit(1);
    }
    isEnding = true;
    wallClock.after(STOP_DEADLINE_MS, () => {
      report(`did not stop in time: ${stack.pending().join(', ')} would not end`);
      process.exit(1);
    });
    void stack.stop().then((clean) => process.exit(clean ? exitCode : 1));
  };
}

const createReport =
  (name: string, redact: Redact): Report =>
  (message) => {
    for (const line of redact(message).split('\n')) process.stderr.write(`${name}: ${line}\n`);
  };

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
