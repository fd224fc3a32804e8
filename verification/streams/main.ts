/** Checks every stream of a running graph: `npm run check:streams`. */
import path from 'node:path';
import { createIdSource } from '#platform/ids.ts';
import { CommandLineError } from '#platform/process/command-line.ts';
import { withCleanUp } from '#platform/process/ending-signal.ts';
import { pollUntil } from '#platform/retry/poll.ts';
import { createWallClock, delay } from '#platform/time/clock.ts';
import { runCommand, wholeNumber, type CommandLine } from '#scripts/command.ts';
import { createDataFolder } from '../../bench/orders/broker/broker-process.ts';
import { killTarget, targetsOf, type Target } from '../chaos/processes.ts';
import { CHECKS } from './checks.ts';
import { signUpCustomer, type Customer } from './customer.ts';
import { compareWithPresent, type Present } from './final-state.ts';
import { openCheckedSocket, type CheckedSocket, type FollowedStream } from './followed.ts';
import { PRESENT, STREAMS, type StreamName } from './queries.ts';

const USAGE = `usage: npm run check:streams -- [--url URL] [--seconds N] [--kill NAME]

Reads all streams of the graph for a while as one new user who places orders, then compares them with fresh queries. Each event is
checked as it comes: no gap that is not reported, no repeat, the order kept. Prints each stream with its events and faults, and exits
1 when one has a fault.

  --url URL    the graph; without it, a broker of the embedded profile is started on a folder of its own
  --seconds N  time to read (40)
  --kill NAME  kills this part of a distributed broker of this checkout every 15 seconds, such as market-data; needs --url`;

const root = path.resolve(import.meta.dirname, '../..');
const clock = createWallClock();
const ids = createIdSource(clock);
const TICKERS = ['PETR4', 'VALE3', 'ITUB4'];
const TICKER = 'PETR4';
const ORDER_EVERY_MS = 1_000;
const KILL_EVERY_ORDERS = 15;
/** Time in which the last states arrive, also after an outage. */
const SETTLE_MS = 30_000;

const names = Object.keys(STREAMS) as StreamName[];
const ofEach = <T>(valueOf: (name: StreamName) => T): Record<StreamName, T> =>
  Object.fromEntries(names.map((name) => [name, valueOf(name)])) as Record<StreamName, T>;

type Streams = Readonly<Record<StreamName, FollowedStream>>;

function followAll(socket: CheckedSocket, accountId: string): Streams {
  const variables = { tickers: TICKERS, ticker: TICKER, accountId };
  const follow = (name: StreamName): FollowedStream => {
    const used = Object.entries(variables).filter(([variable]) =>
      STREAMS[name].query.includes(`$${variable}:`),
    );
    return socket.follow(name, Object.fromEntries(used), CHECKS[name]());
  };
  return ofEach(follow);
}

async function placeOrders(customer: Customer, seconds: number, target: Target | null): Promise<void> {
  const orders = Math.ceil((seconds * 1_000) / ORDER_EVERY_MS);
  for (let number = 1; number <= orders; number += 1) {
    await Promise.all([customer.placeOrder(number), delay(clock, ORDER_EVERY_MS)]);
    if (target && number % KILL_EVERY_ORDERS === 0)
      console.log(`killed ${target.name}: ${await killTarget(target)} processes`);
  }
}

/** Faults of each stream against the present state. Asks again while some may still be on their way. */
async function finalFaults(
  customer: Customer,
  streams: Streams,
): Promise<Readonly<Record<StreamName, readonly string[]>>> {
  let faults = ofEach((): readonly string[] => ['the graph did not answer']);
  const open = new Set(names);
  const variables = { tickers: TICKERS, ticker: TICKER, accountId: customer.accountId };
  const isSettled = async (): Promise<boolean> => {
    const present = await customer.send<Present>(PRESENT, variables);
    if (!present) return false;
    const now = compareWithPresent(streams, present);
    for (const name of open) {
      faults = { ...faults, [name]: now[name] };
      if (now[name].length === 0) open.delete(name);
    }
    return open.size === 0;
  };
  await pollUntil(isSettled, { clock, everyMs: 250, timeoutMs: SETTLE_MS });
  return faults;
}

async function checkGraph(graph: string, seconds: number, target: Target | null): Promise<boolean> {
  const customer = await signUpCustomer(graph, ids('check').replace('_', '-').toLowerCase(), TICKER);
  const socket = openCheckedSocket(graph, customer.token, clock);
  let isRight = true;
  const check = async (): Promise<void> => {
    const streams = followAll(socket, customer.accountId);
    await placeOrders(customer, seconds, target);
    const final = await finalFaults(customer, streams);
    for (const name of names) {
      const { events, faults, reopened } = streams[name];
      const silent = events.length === 0 ? ['no event came'] : [];
      const all = [...silent, ...faults, ...final[name]];
      isRight &&= all.length === 0;
      const again = reopened > 0 ? `, opened again ${reopened} times` : '';
      console.log(`${all.length === 0 ? 'ok  ' : 'FAIL'} ${name.padEnd(12)} ${events.length} events${again}`);
      for (const fault of all.slice(0, 5)) console.log(`       ${fault}`);
    }
  };
  await withCleanUp(check, async () => {
    await socket.close();
    await customer.close();
  });
  return isRight;
}

async function checkOwnBroker(seconds: number): Promise<boolean> {
  const folder = await createDataFolder();
  let isRight = false;
  const check = async (): Promise<void> => {
    const broker = await folder.startBroker(null, { SIMULATOR: 'on' });
    await withCleanUp(
      async () => {
        isRight = await checkGraph(broker.graph, seconds, null);
      },
      () => broker.stop(),
    );
  };
  await withCleanUp(check, () => folder.remove());
  return isRight;
}

function targetOf(given: CommandLine): Target | null {
  const name = given.options.get('kill');
  if (name === undefined) return null;
  const found = targetsOf(root).find((target) => target.kind === 'part' && target.name === name);
  if (!found || !given.options.has('url'))
    throw new CommandLineError(`--kill needs --url, and a part: '${name}'. See --help.`);
  return found;
}

await runCommand({ usage: USAGE, options: ['url', 'seconds', 'kill'] }, async (given) => {
  const seconds = wholeNumber(given, 'seconds', { min: 5, max: 86_400, missing: 40 });
  const url = given.options.get('url');
  const target = targetOf(given);
  const isRight = url === undefined ? await checkOwnBroker(seconds) : await checkGraph(url, seconds, target);
  return isRight ? 0 : 1;
});
