import { instantOf } from '#domain/calendar/sao-paulo-time.ts';
import { createTradingCalendar } from '#domain/calendar/trading-calendar.ts';
import { createRandom, type Random } from '#platform/random.ts';
import { audit } from '../audit/audit.ts';
import { describeFindings, type Finding } from '../audit/findings.ts';
import { createCalls, type Calls } from './calls.ts';
import { comparePerson, type Comparison } from './compare.ts';
import { createActions, type DeclaredActions } from './declared-actions.ts';
import { createGraph, type Graph } from './graph.ts';
import { BOOKS, SECURITIES } from './market.ts';
import { startOwnBroker, type OwnBroker } from './own-broker.ts';
import { bringShares, signUpPeople, type Person } from './people.ts';
import { readPublishedTrades } from './published-trades.ts';
import { runDay, settle, type DayPlan, type Scene } from './trading-day.ts';

export interface CampaignOptions {
  readonly dataDir: string;
  readonly port: number;
  /** First trading day (ISO). */
  readonly firstDay: string;
  readonly days: number;
  readonly accounts: number;
  readonly kills: number;
  readonly seed: number;
  readonly onProgress: (line: string) => void;
}

export interface CampaignResult extends Omit<Comparison, 'differences'> {
  readonly firstDay: string;
  readonly lastDay: string;
  readonly accounts: number;
  readonly orders: number;
  readonly corporateActions: number;
  readonly auctionTrades: number;
  readonly kills: number;
  readonly repeatedRequests: number;
  readonly differences: readonly string[];
  readonly brokenRules: number;
}

const calendar = createTradingCalendar();
/** Days after which progress is reported. */
const PROGRESS_DAYS = 20;
/** Corporate actions a trading day, in the mean. */
const ACTIONS_A_DAY = 0.15;
const SIGN_UP_MINUTE = 10 * 60 + 5;

/**
 * Trades for some time on a broker of its own, and compares the books of all people with those of a model that shares no code
 * with the broker; then audits the broker.
 */
export async function runCampaign(options: CampaignOptions): Promise<CampaignResult> {
  const { dataDir, port, firstDay, onProgress } = options;
  const broker = await startOwnBroker(dataDir, port, instantOf(firstDay, SIGN_UP_MINUTE));
  try {
    const random = createRandom(options.seed);
    const graph = createGraph(() => broker.graph);
    const calls = createCalls(dataDir, broker.clock);
    const people = await signUpPeople(graph, random, options.accounts, firstDay);
    const actions = createActions((work) => calls.operate(work), random, calendar);
    onProgress(`${options.accounts} accounts of ${people.length} people are open`);
    let ids = 0;
    const scene: Scene = { broker, graph, calls, random, people, idOf: () => `order-${++ids}` };
    const traded = await trade(scene, actions, options);
    const published = await readPublishedTrades(graph, BOOKS);
    const compared = await compareAll(graph, people, {
      ...{ actions: actions.all(), published, until: traded.lastDay },
      years: yearsOf(firstDay, traded.lastDay),
      isTradingDay: (day) => calendar.isTradingDay(day),
    });
    onProgress(`compared ${compared.notes} notes and ${compared.months} months`);
    const findings = await auditBroker(broker, calls, onProgress);
    return {
      ...compared,
      ...{ firstDay, lastDay: traded.lastDay, accounts: options.accounts, orders: traded.orders },
      corporateActions: actions.all().length,
      auctionTrades: published.auctionCount,
      kills: broker.kills(),
      repeatedRequests: graph.repeated(),
      brokenRules: findings.filter(({ wrong }) => wrong > 0).length,
    };
  } finally {
    await broker.stop();
  }
}

async function trade(
  scene: Scene,
  actions: DeclaredActions,
  { firstDay, days, kills, seed, onProgress }: CampaignOptions,
): Promise<{ lastDay: string; orders: number }> {
  const { random } = scene;
  const killDays = daysOfKills(createRandom(seed + 1), days, kills);
  let [day, orders] = [firstDay, 0];
  for (let number = 0; number < days; number++) {
    if (number > 0) day = calendar.nextTradingDay(day);
    const plan = planOf(day, killDays.has(number), random);
    const before = (): Promise<void> =>
      random() < 0.1 ? bringMore(scene, actions, plan.day) : Promise.resolve();
    const ran = await runDay(scene, { ...plan, before });
    orders += ran.orders;
    if (random() < ACTIONS_A_DAY) await actions.declare(calendar.nextTradingDay(day), ran.prices);
    if ((number + 1) % PROGRESS_DAYS === 0)
      onProgress(`${day}: ${orders} orders, ${actions.all().length} actions, ${scene.broker.kills()} kills`);
  }
  await settle(scene);
  return { lastDay: day, orders };
}

/** Brings shares from another custodian, unless an action changes the position on that day. */
async function bringMore(
  { graph, people, random }: Scene,
  actions: DeclaredActions,
  today: string,
): Promise<void> {
  const person = people[Math.floor(random() * people.length)];
  const account = person?.accounts[0];
  const { ticker } = SECURITIES[Math.floor(random() * SECURITIES.length)] ?? { ticker: 'PETR4' };
  if (!person || !account || actions.isBusy(ticker, today)) return;
  await bringShares(graph, person.key, account, { random, ticker, today });
}

function planOf(day: string, isKilled: boolean, random: Random): Omit<DayPlan, 'before'> {
  const place = random() < 0.5 ? 'ORDERS' : 'CLOSE';
  return {
    day,
    hasCalls: random() < 0.25,
    killAfterMs: isKilled ? { place, delayMs: Math.floor(random() * 400) } : null,
    isHasty: random() < 0.03,
  };
}

function daysOfKills(random: Random, days: number, kills: number): ReadonlySet<number> {
  const chosen = new Set<number>();
  while (chosen.size < Math.min(kills, days)) chosen.add(Math.floor(random() * days));
  return chosen;
}

const yearsOf = (first: string, last: string): number[] => {
  const [from, to] = [Number(first.slice(0, 4)), Number(last.slice(0, 4))];
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
};

async function compareAll(
  graph: Graph,
  people: readonly Person[],
  market: Parameters<typeof comparePerson>[2],
): Promise<Comparison> {
  const differences: string[] = [];
  const sums = { executions: 0, positions: 0, notes: 0, results: 0, months: 0 };
  for (const person of people) {
    const compared = await comparePerson(graph, person, market);
    for (const name of ['executions', 'positions', 'notes', 'results', 'months'] as const)
      sums[name] += compared[name];
    differences.push(...compared.differences);
  }
  return { ...sums, differences };
}

/** Time for work in flight to finish. */
const AUDIT_WAIT_MS = 60_000;

async function auditBroker(
  { clock }: OwnBroker,
  calls: Calls,
  onProgress: CampaignOptions['onProgress'],
): Promise<readonly Finding[]> {
  const findings = await calls.audit((sources) => audit(sources, clock, AUDIT_WAIT_MS));
  for (const line of describeFindings(findings)) onProgress(line);
  return findings;
}
