/**
 * Runs SQL templates: their values become parameters. A Prisma client and its transactions are such clients, too, so a
 * function that takes one runs in either.
 */
export interface SqlClient {
  /** The rows of a statement. BIGINT is `bigint`, NUMERIC is text. */
  $queryRaw<Rows>(text: TemplateStringsArray, ...values: readonly unknown[]): Promise<Rows>;
  /** The number of changed rows. */
  $executeRaw(text: TemplateStringsArray, ...values: readonly unknown[]): Promise<number>;
}

/** A transaction. Its statements reach the server in the order of the calls, without a wait between them. */
export interface SqlTransaction extends SqlClient {
  /**
   * Sends a statement that the caller does not wait for. When it fails, nothing is committed and the transaction rejects
   * with its error.
   */
  send(text: TemplateStringsArray, ...values: readonly unknown[]): void;
}

export interface TransactionOptions {
  /**
   * False: the commit does not wait for the disk. After a crash of the server the newest of such transactions may be undone,
   * as if they had never run; none is undone in part. Default: true.
   */
  readonly isSynced?: boolean;
  /** Limit of each statement; default: `TRANSACTION_LIMITS.timeout`. */
  readonly timeoutMs?: number;
}

/** Runs statements and transactions. */
export interface SqlSession extends SqlClient {
  /**
   * Runs work in one transaction: commits when it resolves, rolls back when it rejects. BEGIN, the statements and COMMIT are
   * sent without a wait between them, except for those that the work itself waits for.
   */
  transaction<T>(work: (tx: SqlTransaction) => Promise<T>, options?: TransactionOptions): Promise<T>;
}

/** A database with a pool of connections. */
export interface SqlDatabase extends SqlSession {
  /** Runs work on one connection, for locks of the session. When the work rejects, the connection and its locks end. */
  session<T>(work: (session: SqlSession) => Promise<T>, timeoutMs?: number): Promise<T>;
}

/** The database does not answer now, or not in time. */
export class DatabaseUnavailable extends Error {
  override readonly name = 'DatabaseUnavailable';
}
