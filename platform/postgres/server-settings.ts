/** Settings of a PostgreSQL server by their names. */
export type ServerSettings = Readonly<Record<string, string>>;

/**
 * A statement is planned once a connection. Those of a new broker are planned while its tables are empty and read whole tables, until
 * the server analyzes these: it looks for grown tables so often. An analysis reads 300 rows for each unit of the target. Its statements
 * find rows by their keys, for which few rows say enough; the default target of 100 reads and sorts 30,000 rows of fifty columns each time
 * that the orders have grown by a tenth.
 */
export const OF_A_BROKER: ServerSettings = { autovacuum_naptime: '5s', default_statistics_target: '10' };

const quoted = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`;

/** The settings as options of the server's command line, which a shell reads. */
export const settingOptions = (settings: ServerSettings): string =>
  Object.entries(settings)
    .map(([name, value]) => `-c ${quoted(`${name}=${value}`)}`)
    .join(' ');
