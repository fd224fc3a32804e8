import { createWallClock, every, type Clock, type WallClock } from '../time/clock.ts';
import { setBackMessage, watchSetBack } from '../time/set-back.ts';
import { CommandLineError, readCommandLine } from './command-line.ts';
import { environment, secretsOf, SettingsError, prepareLibraries } from '../config.ts';
import { createLogOutput } from '../observability/log-output.ts';
import { createLog, type Log } from '../observability/log.ts';
import { createRedaction, type Redact } from '../security/redaction.ts';
import { boundHeapGrowth } from './heap-growth.ts';
import { createForwardedSignals } from './forwarded-signals.ts';
import { StartError } from './start-error.ts';
import { tellStop, type StopProgress } from './stop-progress.ts';
import { createStopStack, type StopStack } from './stop-stack.ts';

/** Time for an orderly stop; after that the process exits anyway. */
const STOP_DEADLINE_MS = 20_000;

type Report = (message: string) => void;

/** Tools for a starting process. */
export interface ProcessTools<Settings> {
  readonly settings: Settings;
  readonly log: Log;
  /** Writes a message for the operator to standard error, without secrets. */
  readonly report: Report;
  readonly wallClock: WallClock;
  /** Registers a stop function. They run in reverse order of registration, also when a later step of the start fails. */
  readonly onStop: StopStack['add'];
  /** Calls back on SIGHUP, instead of the handling that `runProcess` describes. */
  readonly onHangup: (reload: () => void) => void;
  /** Exits at once with code 1, when the process must not continue. The next start continues from what is on disk. */
  readonly fail: (error: Error) => void;
}

export interface ProcessOptions<Settings extends { readonly LOG_LEVEL: string }> {
  /** Name of the part in messages and logs. */
  readonly name: string;
  /** Text that --help prints. There are no other options: settings come from the environment. */
  readonly help: string;
  /** Reads the settings. May throw SettingsError. */
  readonly settings: () => Settings | Promise<Settings>;
  /**
   * Sentences for the person at the terminal, by the name of the component that the stop has reached. With them, the process
   * prints on standard output that it stops, each of them, and that it has stopped.
   */
  readonly stopSteps?: Readonly<Record<string, string>>;
  /** Starts everything. Throws StartError for a problem that the operator can fix. */
  readonly start: (tools: ProcessTools<Settings>) => Promise<void>;
}

/**
 * Runs a process from its start to its end. SIGTERM, SIGINT and the loss of its parent (one that spawned it with an IPC
 * channel, or the npm that runs it) stop it in order with exit code 0; a second signal, or 20 seconds, end it at once.
 * A failed start reports one line for the operator and exits 1 (the stack goes to the log, at level debug for a
 * StartError); bad settings exit 2. An uncaught error is logged and exits 1: accepted work is safe on disk, and the next
 * start continues from there. SIGHUP stops a process whose terminal has closed; it changes nothing in one without a terminal.
 */
export async function runProcess<Settings extends { readonly LOG_LEVEL: string }>(
  options: ProcessOptions<Settings>,
): Promise<void> {
  const { name } = options;
  prepareLibraries();
  const wallClock = createWallClock();
  const settings = await prepare(options);
  const heapGrowth = boundHeapGrowth(wallClock);
  const redact = createRedaction(secretsOf(settings));
  const destination = createLogOutput(process.stderr.fd, wallClock);
  process.on('exit', () => destination.flush());
  // Nobody reads the messages any more: the process goes on without them, and stops in order.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  const log = createLog({ level: settings.LOG_LEVEL, base: { part: name }, redact, destination });
  const report = createReport(name, redact);
  const progress = options.stopSteps ? tellStop(options.stopSteps, wallClock) : null;
  const stack = createStopStack(log, progress?.step);
  const end = createEnd(report, stack, wallClock, progress);
  const isRunByNpm = environment()['npm_lifecycle_event'] !== undefined;
  const isForwarded = createForwardedSignals(wallClock, isRunByNpm);
  for (const signal of ['SIGTERM', 'SIGINT'] as const)
    process.on(signal, () => isForwarded(signal) || end(0, signal));
  const onHangup = handleHangups(report, () => stack.isStopping() || end(0, 'SIGHUP'));
  // A terminal's Ctrl-C ends the parent, too: its loss is no second signal.
  const onLost = (): unknown => stack.isStopping() || end(0, 'the end of its parent');
  if (process.channel) process.on('disconnect', onLost);
  if (isRunByNpm) watchParent(wallClock, onLost);
  watchSetBack(wallClock, (behindMs) => {
    log.warn({ behindMs }, "the machine's clock was set back");
    report(setBackMessage(behindMs));
  });
  const fail = (error: unknown): void => {
    log.error({ err: error }, 'the process cannot continue');
    report(`ended: ${messageOf(error)}`);
    process.exit(1);
  };
  for (const event of ['uncaughtException', 'unhandledRejection'] as const) process.on(event, fail);
  try {
    await options.start({ settings, log, report, wallClock, onStop: stack.add, onHangup, fail });
    heapGrowth.followLoad();
  } catch (error) {
    if (stack.isStopping()) return;
    const isForUser = error instanceof StartError;
    log[isForUser ? 'debug' : 'error']({ err: error }, 'the start failed');
    report(`cannot start: ${messageOf(error)}`);
    end(error instanceof SettingsError ? 2 : 1, null);
  }
}

/** @returns sets the function that reloads */
function handleHangups(report: Report, stop: () => void): ProcessTools<unknown>['onHangup'] {
  let reload: (() => void) | undefined;
  process.on('SIGHUP', () => {
    if (reload) reload();
    else if (process.stdin.isTTY || process.stdout.isTTY) stop();
    else report('SIGHUP changes nothing: this process has nothing to reload');
  });
  return (handler) => {
    reload = handler;
  };
}

/** Interval between checks that the parent still runs. */
const PARENT_CHECK_MS = 300;

/** npm exits on SIGTERM without waiting for its child, and its shell forwards no signal, so the lost parent is the signal. */
function watchParent(wallClock: Clock, onLost: () => void): void {
  const parent = process.ppid;
  const checks = every(wallClock, PARENT_CHECK_MS, () => {
    if (process.ppid === parent) return;
    checks.cancel();
    onLost();
  });
}

/** Reads the command line and the settings. Prints the help and exits 0 on --help; prints an error and exits 2. */
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

/** Ends the process with an exit code; `cause` is the signal or event behind it, null for a failed start. */
type End = (exitCode: number, cause: string | null) => void;

/** Creates the function that ends the process: its first call stops everything in order, a second one exits at once. */
function createEnd(report: Report, stack: StopStack, wallClock: Clock, progress: StopProgress | null): End {
  let isEnding = false;
  const unfinished = (): string => stack.pending().join(', ');
  return (exitCode, cause) => {
    if (isEnding) {
      report(
        `ended at once by a second signal, without the rest of the stop (${unfinished()}): the next start recovers from what is on disk`,
      );
      process.exit(1);
    }
    isEnding = true;
    if (cause !== null) progress?.begin(cause);
    wallClock.after(STOP_DEADLINE_MS, () => {
      report(`did not stop within ${STOP_DEADLINE_MS / 1_000} s; still running: ${unfinished()}`);
      process.exit(1);
    });
    void stack.stop().then((isClean) => {
      if (cause !== null) progress?.end(isClean);
      process.exit(isClean ? exitCode : 1);
    });
  };
}

const createReport =
  (name: string, redact: Redact): Report =>
  (message) => {
    for (const line of redact(message).split('\n')) process.stderr.write(`${name}: ${line}\n`);
  };

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
