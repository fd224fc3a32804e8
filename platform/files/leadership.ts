import { statSync } from 'node:fs';
import { mkdtemp, open, readFile, readlink, rename, rmdir, stat, type FileHandle } from 'node:fs/promises';
import { hostname } from 'node:os';
import path from 'node:path';
import { delay, every, type Alarm, type Clock } from '../time/clock.ts';
import { isProcessRunning, startOfProcess } from '../process/process-state.ts';

/** The right to write in a folder, which one process at a time holds. */
export interface Leadership {
  /**
   * False from the moment on at which another process has taken over. Cheap (one look at the file system), so a writer
   * asks it after each write and answers nobody when it is false. Whoever takes over reads after that moment, and so
   * sees all that was answered.
   */
  isOurs(): boolean;
  /** Gives it back: the next one waits no longer. */
  release(): Promise<void>;
}

export interface LeadershipOptions {
  /** Holds who leads. Its folder must be there. */
  readonly file: string;
  readonly wallClock: Clock;
  /** Called once when another one leads, with who that is. */
  readonly onWaiting: (leader: string) => void;
  /** Ends the waiting at once; the promise then rejects with the signal's reason. */
  readonly signal: AbortSignal;
}

/** How often one who waits looks. */
const LOOK_MS = 100;
/**
 * How long one who has taken the right waits before it counts on it. Who looked at the same moment and saw nobody, as
 * processes that are started together do, takes it as well: the last of them has it, the others see that within this.
 */
const SETTLE_MS = 300;
/** How often a leader shows that it is there. */
const BEAT_MS = 1_000;
/** A leader that has not done so for so long is taken for gone, whatever it is that holds it up. */
const SILENCE_MS = 15_000;

/** Who leads. `startedAt` tells a process from a later one with the same number, `host` where the number counts. */
interface Leader {
  readonly pid: number;
  readonly startedAt: string | null;
  readonly host: string;
}

/**
 * Resolves when this process leads: in a moment where nobody does, else when the leader has given the right back, its
 * process has ended (at once on the same machine, kill -9 included), or it has been silent for 15 seconds (stopped, or
 * on another machine that shares the folder).
 */
export async function seekLeadership(options: LeadershipOptions): Promise<Leadership> {
  const { file, wallClock, onWaiting, signal } = options;
  const us: Leader = {
    pid: process.pid,
    startedAt: await startOfProcess(process.pid),
    host: await hostOfProcesses(),
  };
  const isGone = watchLeader(file, us, wallClock);
  let isTold = false;
  for (;;) {
    signal.throwIfAborted();
    const leader = await isGone();
    if (leader === null) {
      const leadership = await take(file, us, wallClock);
      await delay(wallClock, SETTLE_MS, signal);
      if (leadership.isOurs() && !signal.aborted) return leadership;
      await leadership.release();
    } else if (!isTold) {
      isTold = true;
      onWaiting(`process ${leader.pid} on ${leader.host}`);
    }
    await delay(wallClock, LOOK_MS, signal);
  }
}

/** Makes a look at the leader: null when there is none any more. */
function watchLeader(file: string, us: Leader, wallClock: Clock): () => Promise<Leader | null> {
  let seen = { beat: '', sinceMs: wallClock.nowMs() };
  return async () => {
    const leader = await readLeader(file);
    if (leader === null) return null;
    const isHere = leader.host === us.host;
    if (isHere && !(await isStillRunning(leader))) return null;
    const beat = await beatOf(file);
    if (beat !== seen.beat) seen = { beat, sinceMs: wallClock.nowMs() };
    return wallClock.nowMs() - seen.sinceMs < SILENCE_MS ? leader : null;
  };
}

/** A new file takes the place of the old one: a leader that was taken for gone sees that the file is not its own. */
async function take(file: string, us: Leader, wallClock: Clock): Promise<Leadership> {
  const claim = await mkdtemp(`${file}.claim-`);
  const temporary = path.join(claim, 'leader');
  const handle = await open(temporary, 'w');
  await handle.writeFile(`${JSON.stringify(us)}\n`);
  await handle.sync();
  const { ino } = await handle.stat();
  await rename(temporary, file);
  await rmdir(claim);
  const isOurs = (): boolean => statSync(file, { throwIfNoEntry: false })?.ino === ino;
  const beating = beat(handle, wallClock);
  return {
    isOurs,
    release: async () => {
      beating.cancel();
      // Empties our own file, so that one who took over meanwhile loses nothing.
      await handle.truncate(0);
      await handle.close();
    },
  };
}

/** The file's time is the sign of life. The file stays open while we lead, so its number is given to no other. */
const beat = (handle: FileHandle, wallClock: Clock): Alarm =>
  every(wallClock, BEAT_MS, () => {
    const now = wallClock.nowMs() / 1_000;
    void handle.utimes(now, now).catch(() => undefined);
  });

/** Null when there is none, or when it has given the right back. */
async function readLeader(file: string): Promise<Leader | null> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as Leader;
  } catch (error) {
    if (error instanceof SyntaxError || (error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

async function beatOf(file: string): Promise<string> {
  const found = await stat(file).catch(() => null);
  return found ? `${found.ino} ${found.mtimeMs}` : '';
}

async function isStillRunning({ pid, startedAt }: Leader): Promise<boolean> {
  if (!(await isProcessRunning(pid))) return false;
  return startedAt === null || startedAt === (await startOfProcess(pid));
}

/** Where the numbers of processes count: a machine, or a container in it. */
async function hostOfProcesses(): Promise<string> {
  const space = await readlink('/proc/self/ns/pid').catch(() => '');
  return `${hostname()} ${space}`.trim();
}
