import { instantOf } from '#domain/calendar/sao-paulo-time.ts';
import { pollUntil } from '#platform/retry/poll.ts';
import { createWallClock, delay } from '#platform/time/clock.ts';
import type { Random } from '#platform/random.ts';
import type { Calls } from './calls.ts';
import type { Graph } from './graph.ts';
import type { OwnBroker } from './own-broker.ts';
import type { Person } from './people.ts';
import { booksOfDay, placeOrders, readPrices, type Prices } from './orders.ts';

export interface Scene {
  readonly broker: OwnBroker;
  readonly graph: Graph;
  readonly calls: Calls;
  readonly random: Random;
  readonly people: readonly Person[];
  /** Ids of orders, unique in an account. */
  readonly idOf: () => string;
}

/** A day of the market. */
export interface DayPlan {
  readonly day: string;
  /** Orders are placed in the opening and in the closing call too. */
  readonly hasCalls: boolean;
  /** The broker is killed so many milliseconds after the first orders were sent, or after the close; null for no kill. */
  readonly killAfterMs: { readonly place: 'ORDERS' | 'CLOSE'; readonly delayMs: number } | null;
  /** The close does not wait for the last fills: those that come later correct the notes. */
  readonly isHasty: boolean;
  /** Work before the first orders. */
  readonly before: () => Promise<void>;
}

/** Times of a day. The calls last from 09:45 to 10:00, and from 17:55 to 18:00 or an hour earlier. */
const OPENING_CALL = 9 * 60 + 50;
const MORNING = 10 * 60 + 10;
const AFTERNOON = 14 * 60;
const CLOSING_CALLS = [16 * 60 + 56, 17 * 60 + 56];
const EVENING = 18 * 60 + 40;
/** Time for the last fills, as the day close waits. */
const LAST_FILLS_MS = 2_500;
const WAIT_MS = 1_800_000;

const machine = createWallClock();

/** Runs a day: orders of some people in its phases, then its close. Returns the prices around which they traded. */
export async function runDay(scene: Scene, plan: DayPlan): Promise<{ prices: Prices; orders: number }> {
  const { broker, graph } = scene;
  const at = (minute: number): Promise<void> => broker.goTo(instantOf(plan.day, minute));
  const active = chosenPeople(scene);
  await at(plan.hasCalls ? OPENING_CALL : MORNING);
  await plan.before();
  const prices = await readPrices(graph);
  const ofDay = { prices, books: booksOfDay(scene.random), idOf: scene.idOf };
  let orders = 0;
  const round = async (share: number): Promise<void> => {
    const chosen = active.filter(() => scene.random() < share);
    const placed = await Promise.all(
      chosen.map((person) =>
        placeOrders(graph, scene.random, person, {
          ...ofDay,
          count: 1 + Math.floor(scene.random() * 5),
        }),
      ),
    );
    orders += placed.reduce((sum, count) => sum + count, 0);
  };
  if (plan.hasCalls) {
    await round(0.7);
    await at(MORNING);
  }
  await killDuring(scene, plan, 'ORDERS', () => round(1));
  if (scene.random() < 0.4) {
    await at(AFTERNOON);
    await round(0.7);
  }
  if (plan.hasCalls)
    for (const minute of CLOSING_CALLS) {
      await at(minute);
      await round(0.4);
    }
  if (!plan.isHasty) await untilQuiet(scene);
  await at(EVENING);
  await killDuring(scene, plan, 'CLOSE', () => broker.step(LAST_FILLS_MS));
  if (orders > 0) await untilClosed(scene, active);
  return { prices, orders };
}

/** Some people, those with low numbers more often. */
function chosenPeople({ people, random }: Scene): readonly Person[] {
  const count = Math.max(2, Math.ceil(people.length / 16));
  const chosen = new Set<Person>();
  while (chosen.size < count) {
    const person = people[Math.floor(random() ** 2 * people.length)];
    if (person) chosen.add(person);
  }
  return [...chosen];
}

async function killDuring(
  { broker }: Scene,
  { killAfterMs }: DayPlan,
  place: 'ORDERS' | 'CLOSE',
  work: () => Promise<void>,
): Promise<void> {
  if (killAfterMs?.place !== place) return work();
  const killed = delay(machine, killAfterMs.delayMs).then(() => broker.killAndStart());
  await Promise.all([work(), killed]);
}

/** Waits until every order and fill has reached the wallet. */
async function untilQuiet({ calls }: Scene): Promise<void> {
  const isQuiet = (): Promise<boolean> =>
    calls.audit(async ({ orders, wallet }) => {
      const { lastReportSequence: _handled, ...waiting } = await orders.backlog({});
      if (Object.values(waiting).some((count) => count > 0)) return false;
      const page = { after: null, limit: 1_000 };
      const written = await orders.factSequences(page);
      const booked = new Map(
        (await wallet.orderFactSequences(page)).map(({ accountId, sequence }) => [accountId, sequence]),
      );
      return written.every(({ accountId, sequence }) => booked.get(accountId) === sequence);
    });
  if (!(await pollUntil(isQuiet, { clock: machine, everyMs: 30, timeoutMs: WAIT_MS })))
    throw new Error('orders are still under way');
}

/** Waits until the notes of people are final. After a restart the close waits again for the last fills. */
async function untilClosed({ broker, graph }: Scene, people: readonly Person[]): Promise<void> {
  const isFinal = async ({ key, accounts }: Person): Promise<boolean> => {
    const fields = accounts.map(
      ({ id }, index) => `a${index}: account(id: "${id}") { notes(first: 1) { nodes { isProvisional } } }`,
    );
    const found = await graph.request<Record<string, { notes: { nodes: { isProvisional: boolean }[] } }>>(
      key,
      `{ ${fields.join(' ')} }`,
    );
    return Object.values(found).every(({ notes }) => notes.nodes[0]?.isProvisional !== true);
  };
  const areClosed = async (): Promise<boolean> => {
    const final = (await Promise.all(people.map(isFinal))).every(Boolean);
    if (!final) await broker.step(LAST_FILLS_MS);
    return final;
  };
  if (!(await pollUntil(areClosed, { clock: machine, everyMs: 40, timeoutMs: WAIT_MS })))
    throw new Error('the day is not closed');
}

/** Lets the corrections of hasty days and the settlement finish. */
export async function settle(scene: Scene): Promise<void> {
  for (let step = 0; step < 4; step++) {
    await untilQuiet(scene);
    await scene.broker.step(LAST_FILLS_MS);
  }
}
