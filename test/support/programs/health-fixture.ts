/** A process for tests of supervision. It is ready at once on PORT, or never with FIXTURE=unready, and runs until it is killed. */
import { createServer } from 'node:http';
import { SPARE_ENVIRONMENT, untilNeeded } from '#platform/process/spare.ts';

const { PORT = '0', FIXTURE = 'ready' } = process.env;
if (FIXTURE === 'dies') process.exit(3);
const server = createServer((_request, response) => {
  response.statusCode = FIXTURE === 'ready' ? 200 : 503;
  response.end(String(process.pid));
});
process.on('SIGTERM', () => process.exit(0));
process.on('disconnect', () => process.exit(0));
if (Object.keys(SPARE_ENVIRONMENT).every((name) => process.env[name]))
  process.stdout.write('fixture: waits\n');
await untilNeeded();
server.listen(Number(PORT), '127.0.0.1', () => process.stdout.write('fixture: up\n'));
