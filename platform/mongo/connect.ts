import mongoose, { type Connection } from 'mongoose';
import type { Clock } from '../time/clock.ts';
import type { Log } from '../observability/log.ts';
import { waitFor } from '../retry/wait-for.ts';
import { within } from '../retry/within.ts';

export interface MongoOptions {
  /** `mongodb://USER:PASSWORD@HOST:PORT` */
  readonly url: string;
  readonly wallClock: Clock;
  readonly log: Log;
  /** Name of the database; the one in the URL when absent. */
  readonly database?: string;
  /** How long to wait for the server at start, in milliseconds; a minute when absent. */
  readonly waitMs?: number;
}

/** A connection to MongoDB that reconnects after a loss. */
export interface MongoConnection {
  readonly connection: Connection;
  /** Rejects with the reason when the server does not answer now. */
  check(): Promise<void>;
  close(): Promise<void>;
}

const WAIT_MS = 60_000;
const CHECK_MS = 5_000;
/** How long an operation waits for a server before it fails. */
const SELECTION_MS = 3_000;

/** The hosts in a connection string, without its login. */
const hostsOf = (url: string): string =>
  /^[a-z+]+:\/\/(?:[^/?#]*@)?([^/?#]*)/i.exec(url)?.[1] ?? 'an unknown host';

/** Connects to MongoDB. Throws StartError when the server does not answer in time. */
export async function connectMongo(options: MongoOptions): Promise<MongoConnection> {
  const { url, wallClock, log, database, waitMs = WAIT_MS } = options;
  const attempt = () =>
    mongoose
      .createConnection(url, {
        serverSelectionTimeoutMS: SELECTION_MS,
        // Else a field without a value is stored as null.
        ignoreUndefined: true,
        ...(database !== undefined && { dbName: database }),
      })
      .asPromise();
  const connection = await waitFor(attempt, {
    what: `MongoDB at ${hostsOf(url)}`,
    wallClock,
    deadlineMs: waitMs,
    onWaiting: (message) => log.warn({}, message),
  });
  connection.on('error', (error) => log.warn({ err: error as unknown }, 'the connection to MongoDB failed'));
  const onLost = (): void => log.warn({}, 'the connection to MongoDB was lost');
  connection.on('disconnected', onLost);
  return {
    connection,
    check: async () => {
      if (!connection.db) throw new Error('the connection to MongoDB is closed');
      await within(wallClock, CHECK_MS, connection.db.admin().ping());
    },
    close: () => {
      connection.off('disconnected', onLost);
      return connection.close();
    },
  };
}
