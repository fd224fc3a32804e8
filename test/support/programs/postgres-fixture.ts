/** A process that starts the PostgreSQL of its argument's folder, prints `up`, and runs until it is killed. */
import { startEmbeddedPostgres } from '#platform/postgres/embedded.ts';

await startEmbeddedPostgres(process.argv[2] ?? '');
setInterval(() => undefined, 1_000);
process.stdout.write('up\n');
