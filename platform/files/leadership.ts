import { mkdtemp, open, readlink, rename, rmdir, stat, type FileHandle } from 'node:fs/promises';
import { hostname } from 'node:os';
import path from 'node:path';
import { delay, every, type Alarm, type Clock } from '../time/clock.ts';
import { ifExists } from './exists.ts';
import { checkOwnFile } from './own-file.ts';
import { PRIVATE_FILE_MODE } from './private-folder.ts';
import { isStillRunning, noteOfThisProcess, readProcessNote, type ProcessNote } from './process-note.ts';

/** The right to write in a folder, which one process at a time holds. */
export interface Leadership {
  /**
   * False once another process has taken over: a writer checks it after each write (own-file.ts). The new leader reads the
   * folder after it takes over, and so sees everything that was acknowledged.
   */
  isOurs(): boolean;
  /** Releases leadership: the next process need not wait. */
  release(): Promise<void>;
}

export interface LeadershipOptions {
  /** The file that names the leader. Its folder must exist. */
  readonly file: string;
  readonly wallClock: Clock;
  /** Called once when another process leads, with its pid and host. */
  readonly onWaiting: (leader: string) => void;
  /** Ends the wait at once; the promise then rejects with the signal's reason. */
  readonly signal: AbortSignal;
}

/** Interval at which a waiting process checks the leader. */
const CHECK_INTERVAL_MS = 100;
/**
 * Wait between taking leadership and relying on it. Processes that start together may all see no leader and all take
 * leadership: the last of them keeps it, and the others notice within this time.
 */
const SETTLE_MS = 300;
/** Interval of the leader's heartbeat. */
const BEAT_MS = 1_000;
/** A leader without a heartbeat for this long counts as gone, whatever holds it up. */
const SILENCE_MS = 15_000;

/** The leading process; its file is empty after it has released. */
interface Leader extends ProcessNote {
  /** Where the pid is valid. */
  readonly host: string;
}

/**
 * Resolves when this process leads: within a moment when there is no leader, else when the leader has released, its
 * process has ended (at once on the same machine, kill -9 included), or it has been silent for 15 seconds (suspended, or
 * on another machine that shares the folder).
 */
export async function seekLeadership(options: LeadershipOptions): Promise<Leadership> {
  const { file, wallClock, onWaiting, signal } = options;
  const us: Leader = { ...(await noteOfThisProcess()), host: await hostOfProcesses() };
  const currentLeader = watchLeader(file, us, wallClock);
  let isReported = false;
  for (;;) {
    signal.throwIfAborted();
    const leader = await currentLeader();
    if (leader === null) {
      const leadership = await take(file, us, wallClock);
      await delay(wallClock, SETTLE_MS, signal);
      if (leadership.isOurs() && !signal.aborted) return leadership;
      await leadership.release();
    } else if (!isReported) {
      isReported = true;
      onWaiting(`process ${leader.pid} on ${leader.host}`);
    }
    await delay(wallClock, CHECK_INTERVAL_MS, signal);
  }
}

/** Returns a function that finds the current leader: null when there is none any more. */
function watchLeader(file: string, us: Leader, wallClock: Clock): () => Promise<Leader | null> {
  let seen = { beat: '', sinceMs: wallClock.nowMs() };
  return async () => {
    const leader = await readProcessNote<Leader>(file);
    if (leader === null) return null;
    const isHere = leader.host === us.host;
    if (isHere && !(await isStillRunning(leader))) return null;
    const beat = await beatOf(file);
    if (beat !== seen.beat) seen = { beat, sinceMs: wallClock.nowMs() };
    return wallClock.nowMs() - seen.sinceMs < SILENCE_MS ? leader : null;
  };
}

/** Replaces the leader's file with a new one, so that a leader that counted as gone sees that the file is not its own. */
async function take(file: string, us: Leader, wallClock: Clock): Promise<Leadership> {
  const claim = await mkdtemp(`${file}.claim-`);
  const temporary = path.join(claim, 'leader');
  const handle = await open(temporary, 'w', PRIVATE_FILE_MODE);
  await handle.writeFile(`${JSON.stringify(us)}\n`);
  await handle.sync();
  const isOurs = await checkOwnFile(handle, file);
  await rename(temporary, file);
  await rmdir(claim);
  const beating = beat(handle, wallClock);
  return {
    isOurs,
    release: async () => {
      beating.cancel();
      // Empties only our own file: a process that took over meanwhile has another.
      await handle.truncate(0);
      await handle.close();
    },
  };
}

/** The file's mtime is the heartbeat. One that fails counts as silence: after some, another process leads, and `isOurs` is false. */
const beat = (handle: FileHandle, wallClock: Clock): Alarm =>
  every(wallClock, BEAT_MS, () => {
    const now = wallClock.nowMs() / 1_000;
    void handle.utimes(now, now).catch(() => undefined);
  });

async function beatOf(file: string): Promise<string> {
  const found = await ifExists(stat(file));
  return found ? `${found.ino} ${found.mtimeMs}` : '';
}

/** Identifies the machine, or the container in it, in which pids are valid. */
async function hostOfProcesses(): Promise<string> {
  const space = (await ifExists(readlink('/proc/self/ns/pid'))) ?? '';
  return `${hostname()} ${space}`.trim();
}
