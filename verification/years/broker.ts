/**
 * The broker in a process of its own, on a clock that its parent steps: `broker.ts DATA_DIR PORT AHEAD_MS`. It ends when the
 * parent has ended.
 */
import { createWallClock } from '#platform/time/clock.ts';
import { directLinks } from '#processes/embedded/part-links.ts';
import { startInProcessBroker } from '#test/e2e/support/in-process-broker.ts';
import { RATES_OFF } from '#processes/settings/rates-off.ts';
import type { FromBroker, ToBroker } from './messages.ts';

/** The market follows the stepped clock. A trusted client has no limits. */
const SETTINGS = {
  MARKET: 'b3',
  // The comparison reads the trades of all days at the end.
  KEEP_TRADES_DAYS: '36500',
  SIMULATOR: 'off',
  LOG_LEVEL: 'error',
  LIMIT_COST: '100000000',
  ...RATES_OFF,
};

/** Time for the alarms of a step to ring. */
const ALARMS_MS = 5;

const [dataDir = '', port = '', aheadMs = ''] = process.argv.slice(2);
const send = (message: FromBroker): void => void process.send?.(message);
const machine = createWallClock();

const broker = await startInProcessBroker(dataDir, { ...SETTINGS, PORT: port }, directLinks, Number(aheadMs));
process.on('message', ({ stepMs }: ToBroker) => {
  broker.step(stepMs);
  // Overdue alarms ring first.
  machine.after(ALARMS_MS, () => send({ kind: 'stepped' }));
});
process.on('disconnect', () => void broker.stop().finally(() => process.exit(0)));
send({ kind: 'ready', graph: broker.url });
