/** Cuts the connection of the SDK at every byte of a session with a real broker: `npm run check:cuts`. */
import { createIdSource } from '#platform/ids.ts';
import { withCleanUp } from '#platform/process/ending-signal.ts';
import { createWallClock } from '#platform/time/clock.ts';
import { runCommand, wholeNumber } from '#scripts/command.ts';
import { createDataFolder } from '../../bench/orders/broker/broker-process.ts';
import { runSession, signUpTrader, type SessionResult, type Trader } from './session.ts';

const USAGE = `usage: npm run check:cuts -- [--url URL] [--every N]

Follows the orders of new users with the SDK, through a proxy that cuts the connection when it has carried N bytes, for every N up to
the length of the session: the HTTP request for the first cursor, the handshakes, the subscription and each event. In each session an
order is placed and canceled. Each update has to come once, in order. Prints the positions, updates and faults, and exits 1 on a fault.

  --url URL  the graph, without limits on rates; without it, a broker is started on a folder of its own
  --every N  cuts at every Nth byte only (1)`;

const ids = createIdSource(createWallClock());
const newName = (): string => ids('cut').replace('_', '-').toLowerCase();
/** Sessions at once, each of its own user. */
const TRADERS = 6;
const SHOWN_FAULTS = 10;

interface Totals {
  positions: number;
  updates: number;
  readonly faults: string[];
}

function add(totals: Totals, cutAt: number, { updates, lost, repeated, isInOrder }: SessionResult): void {
  totals.positions += 1;
  totals.updates += updates;
  if (lost > 0) totals.faults.push(`a cut at byte ${cutAt} lost ${lost} of ${updates} updates`);
  if (repeated > 0) totals.faults.push(`a cut at byte ${cutAt} repeated ${repeated} updates`);
  if (!isInOrder) totals.faults.push(`a cut at byte ${cutAt} gave updates out of order`);
}

async function checkGraph(graph: string, every: number): Promise<boolean> {
  const traders = await Promise.all(Array.from({ length: TRADERS }, () => signUpTrader(graph, newName())));
  const [first] = traders as [Trader];
  const whole = await runSession(graph, first, newName(), Infinity);
  const totals: Totals = { positions: 0, updates: 0, faults: [] };
  add(totals, 0, whole);
  console.log(`a session has ${whole.bytes} bytes and ${whole.updates} updates`);
  let next = 1;
  const work = async (trader: Trader): Promise<void> => {
    while (next <= whole.bytes) {
      const cutAt = next;
      next += every;
      add(totals, cutAt, await runSession(graph, trader, newName(), cutAt));
      if (totals.positions % 500 === 0) console.log(`${totals.positions} positions`);
    }
  };
  await Promise.all(traders.map(work));
  await Promise.all(traders.map(({ broker }) => broker.close()));
  const { positions, updates, faults } = totals;
  console.log(`${positions} positions, ${updates} updates, ${faults.length} faults`);
  for (const fault of faults.slice(0, SHOWN_FAULTS)) console.log(`  ${fault}`);
  return faults.length === 0;
}

async function checkOwnBroker(every: number): Promise<boolean> {
  const folder = await createDataFolder();
  let isRight = false;
  const check = async (): Promise<void> => {
    const broker = await folder.startBroker(null);
    await withCleanUp(
      async () => {
        isRight = await checkGraph(broker.graph, every);
      },
      () => broker.stop(),
    );
  };
  await withCleanUp(check, () => folder.remove());
  return isRight;
}

await runCommand({ usage: USAGE, options: ['url', 'every'] }, async (given) => {
  const every = wholeNumber(given, 'every', { min: 1, max: 10_000, missing: 1 });
  const url = given.options.get('url');
  return (url === undefined ? await checkOwnBroker(every) : await checkGraph(url, every)) ? 0 : 1;
});
