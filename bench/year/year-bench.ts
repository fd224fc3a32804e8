import { createDataFolder, type BrokerProcess, type DataFolder } from '../orders/broker/broker-process.ts';
import { createRequests } from '../orders/trading/requests.ts';
import { createTrader } from '../orders/trading/trader.ts';
import type { Figure, Section } from '../report.ts';
import type { Bench, BenchOptions } from '../section.ts';
import { measureGrowth } from './growth.ts';
import { CLIENTS, costFigures, costOfOrders, type OrderCost } from './order-cost.ts';
import { compact, pruneAll } from './prune.ts';
import { residentBytes } from '#platform/process/proc-file.ts';
import { runAuditor } from './run-auditor.ts';
import { fillYear, measureSize } from './year.ts';

const MIB = 1_048_576;
const TRADERS = 8;

/** A stopped broker with a year of data, and one without, for comparison. */
interface Scene {
  readonly full: DataFolder;
  readonly empty: DataFolder;
}

type Measure = (scene: Scene, options: BenchOptions) => Promise<Section>;

/** The section on a broker of its own. */
const GROWTH = 'growth';
/** The sections on a year of data. */
const SECTIONS: Readonly<Record<string, Measure>> = {
  restart: measureRestart,
  auditor: measureAuditor,
  orders: measureOrders,
  pruning: measurePruning,
};

/** The benchmark of a year of data: every section uses the same data, which are removed at the end. */
export const YEAR_BENCH: Bench = {
  names: [...Object.keys(SECTIONS), GROWTH],
  open: (options) => {
    let opening: Promise<Scene> | null = null;
    return {
      measure: async (name) => {
        if (name === GROWTH) return onFolder((folder) => measureGrowth(folder, options));
        const measure = SECTIONS[name];
        if (!measure) throw new Error(`there is no section ${name}`);
        return measure(await (opening ??= openScene(options)), options);
      },
      details: async () => [],
      close: async () => {
        const scene = await opening?.catch(() => null);
        await scene?.full.remove();
        await scene?.empty.remove();
      },
    };
  },
};

async function openScene(options: BenchOptions): Promise<Scene> {
  const [full, empty] = [await createDataFolder(), await createDataFolder()];
  try {
    for (const folder of [full, empty]) await (await folder.startBroker(null)).stop();
    await fillYear(full, { ...options, nowMs: Date.now() });
  } catch (error) {
    await Promise.all([full.remove(), empty.remove()]);
    throw error;
  }
  return { full, empty };
}

async function onFolder<T>(work: (folder: DataFolder) => Promise<T>): Promise<T> {
  const folder = await createDataFolder();
  try {
    return await work(folder);
  } finally {
    await folder.remove();
  }
}

async function withBroker<T>(folder: DataFolder, work: (broker: BrokerProcess) => Promise<T>): Promise<T> {
  const broker = await folder.startBroker(null);
  try {
    return await work(broker);
  } finally {
    await broker.stop();
  }
}

async function measureRestart(
  { full, empty }: Scene,
  { accounts, ordersEach }: BenchOptions,
): Promise<Section> {
  const secondsOf = async (folder: DataFolder): Promise<number> => {
    const startMs = performance.now();
    return withBroker(folder, async () => (performance.now() - startMs) / 1_000);
  };
  const reference = await secondsOf(empty);
  const value = await secondsOf(full);
  return {
    title: 'Restart with a year of data',
    note: `${accounts} accounts with ${ordersEach} orders each in 250 trading days, of which half are filled, with their executions, facts, ledger, notes and positions. From the start of the process until it is ready.`,
    figures: [
      {
        key: 'restart',
        what: 'a year of data',
        value,
        unit: 's',
        ratio: { of: 'empty', value: value / reference },
      },
      { key: 'restart.empty', what: 'empty', value: reference, unit: 's' },
    ],
  };
}

async function measureAuditor({ full }: Scene): Promise<Section> {
  return withBroker(full, async (broker) => {
    const before = await residentBytes(broker.pid);
    const { seconds, memoryBytes } = await runAuditor(full.dataDir);
    const grown = (await residentBytes(broker.pid)) - before;
    return {
      title: 'Auditor on a year of data',
      note: 'All rules hold. Memory is resident memory: the highest of the auditor, and what that of the broker has grown by.',
      figures: [
        { key: 'audit', what: 'npm run auditor', value: seconds, unit: 's' },
        { key: 'audit.memory', what: 'memory of the auditor', value: memoryBytes / MIB, unit: 'MiB' },
        { key: 'audit.broker', what: 'growth of the broker', value: grown / MIB, unit: 'MiB' },
      ],
    };
  });
}

async function costOnFolder(folder: DataFolder, seconds: number): Promise<OrderCost> {
  return withBroker(folder, async (broker) => {
    const traders = await Promise.all(
      Array.from({ length: TRADERS }, (_, index) => createTrader(broker.graph, `trader${index}`)),
    );
    const cost = await costOfOrders(broker, traders, createRequests(), seconds);
    await Promise.all(traders.map((trader) => trader.close()));
    return cost;
  });
}

async function measureOrders({ full, empty }: Scene, { seconds }: BenchOptions): Promise<Section> {
  const small = await costOnFolder(empty, seconds);
  const large = await costOnFolder(full, seconds);
  return {
    title: 'Cost of an order with a year of data',
    note: `Processor time of broker and PostgreSQL for an order that rests, placed one by one by ${CLIENTS} clients.`,
    figures: costFigures('order', { what: 'a year of data', cost: large }, { what: 'empty', cost: small }),
  };
}

async function measurePruning(
  { full }: Scene,
  { progress, accounts, ordersEach }: BenchOptions,
): Promise<Section> {
  return withBroker(full, async ({ connection }) => {
    const before = await measureSize(connection);
    const startMs = performance.now();
    const removed = await pruneAll(connection, progress);
    const seconds = (performance.now() - startMs) / 1_000;
    await compact(connection);
    const after = await measureSize(connection);
    await runAuditor(full.dataDir);
    const orders = accounts * ordersEach;
    const rows = Object.entries(removed).filter(([, count]) => count > 0);
    return {
      title: 'Size on disk before and after pruning',
      note: `Tables with their indexes, by the default settings, after VACUUM FULL of the pruned tables; bytes for each order of the year. Removed rows: ${rows.map(([name, count]) => `${count} ${name}`).join(', ')}. The auditor finds nothing wrong after it.`,
      figures: [
        ...Object.entries(before).flatMap(([name, bytes]) =>
          sizeFigures(name, bytes / orders, (after[name] ?? 0) / orders),
        ),
        { key: 'pruning', what: 'time of pruning', value: seconds, unit: 's' },
      ],
    };
  });
}

const sizeFigures = (name: string, before: number, after: number): readonly Figure[] => [
  { key: `size.${name}`, what: `${name}, before`, value: before, unit: 'B/order' },
  {
    ...{ key: `size.${name}.pruned`, what: `${name}, after`, value: after, unit: 'B/order' },
    ratio: { of: 'before', value: after / before },
  },
];
