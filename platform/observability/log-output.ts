import { write, writeSync } from 'node:fs';
import type { DestinationStream } from 'pino';
import type { Clock } from '../time/clock.ts';

/** Where a log writes its lines. */
export interface LogOutput extends DestinationStream {
  /** Writes what waits before the process exits, as far as the reader takes it at once. */
  flush(): void;
}

/** The calls of the system, which tests replace. */
export interface WriteCalls {
  write(
    fd: number,
    bytes: Buffer,
    done: (error: NodeJS.ErrnoException | null, written: number) => void,
  ): void;
  writeSync(fd: number, bytes: Buffer): number;
  /** Runs a function in the next turn of the event loop. */
  nextTurn(run: () => void): void;
}

/** Lines beyond this wait no longer: a reader that stands still does not fill the process. */
const MAX_WAITING_BYTES = 4 * 1024 * 1024;
/** Pause before a reader that takes nothing is tried again. */
const RETRY_MS = 100;

const SYSTEM: WriteCalls = {
  write: (fd, bytes, done) => write(fd, bytes, done),
  writeSync,
  nextTurn: (run) => void setImmediate(run),
};

/**
 * Creates an output to a file descriptor that never blocks the process: lines wait while the reader is slow, and are dropped once it is
 * gone. pino's own destination tries a failed write at the exit of the process again without end, so that a process whose reader is gone
 * never exits.
 */
export function createLogOutput(fd: number, clock: Clock, calls: WriteCalls = SYSTEM): LogOutput {
  let waiting: Buffer[] = [];
  let waitingBytes = 0;
  let isWriting = false;
  let isScheduled = false;
  let isClosed = false;
  const close = (): void => {
    isClosed = true;
    waiting = [];
    waitingBytes = 0;
  };
  const take = (): Buffer => {
    const bytes = Buffer.concat(waiting);
    waiting = [];
    waitingBytes = 0;
    return bytes;
  };
  const putBack = (bytes: Buffer): void => {
    if (bytes.length === 0) return;
    waiting.unshift(bytes);
    waitingBytes += bytes.length;
  };
  const pump = (): void => {
    isScheduled = false;
    if (isWriting || isClosed || waitingBytes === 0) return;
    isWriting = true;
    const bytes = take();
    calls.write(fd, bytes, (error, written) => {
      isWriting = false;
      if (error && !isBusy(error)) return close();
      putBack(bytes.subarray(error ? 0 : written));
      if (error) clock.after(RETRY_MS, pump);
      else pump();
    });
  };
  return {
    write: (line) => {
      const bytes = Buffer.from(line);
      if (isClosed || waitingBytes + bytes.length > MAX_WAITING_BYTES) return;
      waiting.push(bytes);
      waitingBytes += bytes.length;
      // The lines before an exit wait for `flush`: the system may not finish a write that has begun.
      if (!isScheduled) calls.nextTurn(pump);
      isScheduled = true;
    },
    flush: () => {
      try {
        for (let bytes = take(); bytes.length > 0;) bytes = bytes.subarray(calls.writeSync(fd, bytes));
      } catch {
        // The reader is gone or takes nothing: the process must exit all the same, and there is nowhere to say so.
        close();
      }
    },
  };
}

/** The reader has taken nothing yet: it is slow, not gone. */
const isBusy = ({ code }: NodeJS.ErrnoException): boolean => code === 'EAGAIN' || code === 'EBUSY';
