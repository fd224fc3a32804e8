import type { BrokerProcess, DataFolder } from '../orders/broker/broker-process.ts';
import { createRequests, type Requests } from '../orders/trading/requests.ts';
import { createTrader, readPrices, type Trader } from '../orders/trading/trader.ts';
import type { Section } from '../report.ts';
import type { BenchOptions } from '../section.ts';
import { CLIENTS, costFigures, costOfOrders } from './order-cost.ts';

const ACCOUNTS = 8;
const GROWTH = 10;
/** Orders of each account that are open, and as many that were canceled before. */
const ORDERS_EACH = 100;
const BATCH = 50;

/** Measures an order on a broker from its start, and again with ten times the accounts, open orders and history. */
export async function measureGrowth(
  folder: DataFolder,
  { seconds, progress }: BenchOptions,
): Promise<Section> {
  const broker = await folder.startBroker(null);
  try {
    const requests = createRequests();
    const traders = await tradersWithHistory(broker, requests, 0, ACCOUNTS);
    progress(`orders of ${ACCOUNTS} accounts`);
    const small = await costOfOrders(broker, traders, requests, seconds);
    const others = await tradersWithHistory(broker, requests, ACCOUNTS, ACCOUNTS * GROWTH);
    await Promise.all(others.map((trader) => trader.close()));
    progress(`orders with ${ACCOUNTS * GROWTH} accounts`);
    const large = await costOfOrders(broker, traders, requests, seconds);
    await Promise.all(traders.map((trader) => trader.close()));
    return {
      title: `Cost of an order with ${GROWTH} times the accounts, open orders and history`,
      note: `Processor time of broker and PostgreSQL for an order that rests, placed one by one by ${CLIENTS} clients on a broker that has just started: with ${ACCOUNTS} accounts, and with ${ACCOUNTS * GROWTH}. Each has ${ORDERS_EACH} open and ${ORDERS_EACH} canceled orders at least.`,
      figures: costFigures(
        'growth',
        { what: `${ACCOUNTS * GROWTH} accounts`, cost: large },
        { what: `${ACCOUNTS} accounts`, cost: small },
      ),
    };
  } finally {
    await broker.stop();
  }
}

async function tradersWithHistory(
  broker: BrokerProcess,
  requests: Requests,
  from: number,
  to: number,
): Promise<readonly Trader[]> {
  const { resting } = await readPrices(broker.graph);
  const traders: Trader[] = [];
  for (let number = from; number < to; number++) {
    const trader = await createTrader(broker.graph, `trader${number}`);
    const placeAll = async (): Promise<void> => {
      for (let placed = 0; placed < ORDERS_EACH; placed += BATCH)
        await requests.placeMany(trader, BATCH, resting).send();
    };
    await placeAll();
    await requests.cancelAll(trader);
    await placeAll();
    traders.push(trader);
  }
  return traders;
}
