/** Operator's actions on the running broker: `npm run operate -- ACTION ...`. */
import { assetsOperatorRpcContract, assetsRpcContract } from '#contracts/calls/assets.ts';
import { identityOperatorRpcContract } from '#contracts/calls/identity.ts';
import { ordersOperatorRpcContract } from '#contracts/calls/orders.ts';
import { walletOperatorRpcContract } from '#contracts/calls/wallet.ts';
import { engineRpcContract } from '#contracts/calls/engine.ts';
import { createMarketTime } from '#domain/calendar/market-time.ts';
import { CORPORATE_ACTION_KINDS } from '#domain/corporate-actions/declared-action.ts';
import { createTradingCalendar } from '#domain/calendar/trading-calendar.ts';
import { environment, readSettings } from '#platform/config.ts';
import { CommandLineError } from '#platform/process/command-line.ts';
import { createFailoverCalls } from '#platform/rpc/failover.ts';
import { RpcFailed, RpcUnavailable } from '#platform/rpc/local.ts';
import { createRemoteCalls } from '#platform/rpc/remote.ts';
import { createRequestSignatures } from '#platform/security/request-signatures.ts';
import { createWallClock, type Clock } from '#platform/time/clock.ts';
import { findParts } from '#processes/find-parts.ts';
import { SETTINGS } from '#processes/settings/settings.ts';
import { runCommand, wholeNumber } from './command.ts';
import { ACTIONS, type Action } from './operate/actions.ts';
import type { OperatorCalls } from './operate/operator-calls.ts';

const MAX_SECONDS = 86_400;
/** Operands of the action that takes most: four, and a field each. */
const MAX_OPERANDS = 9;

const actionLines = Object.entries(ACTIONS).map(
  ([name, { operands, purpose }]) => `  ${`${name} ${operands}`.padEnd(38)} ${purpose}`,
);
const USAGE = `usage: npm run operate -- ACTION ... [--seconds N]

Runs an operator's action on the running broker and prints the result.

${actionLines.join('\n')}

  corporate-action  KIND is ${CORPORATE_ACTION_KINDS.join(', ')}.
                    FIGURE is the gross amount per share in reais (DIVIDEND, JCP, CAPITAL_RETURN), the number of shares after
                    it for one share before (SPLIT 2, REVERSE_SPLIT 0.1 or 1/3, BONUS 1.1) or the rights for one share (SUBSCRIPTION).
    price=P         declared cost of a new share (BONUS), price of exercise (SUBSCRIPTION)
    pays=DAY        day of the payment or of the credit of shares; without a session, the next trading day
    trades=A..B     first and last day of trading of the rights (SUBSCRIPTION); left out: they do not trade
    exercises=DAY   last day on which the rights can be exercised (SUBSCRIPTION)
    ex=DAY          ex-day, by default the first trading day after the record date
    approved=DAY    day on which the company approved it
    late=yes        takes a record date that is over: it is applied at once, the exchange adjusts nothing

  --seconds N    length of a halt or of a call, 1 to ${MAX_SECONDS}
  DATA_DIR       the broker to act on (.data)
  INTERNAL_KEY, IDENTITY_URL, ASSETS_URL, WALLET_URL, ORDERS_URL, ENGINE_URL, ENGINE_SHARDS, ENGINE_STANDBYS   a distributed broker elsewhere`;

/** Connects to the running broker, hands its calls to `work` and disconnects. */
async function withCalls<T>(clock: Clock, work: (calls: OperatorCalls) => Promise<T>): Promise<T> {
  const parts = await findParts(readSettings(SETTINGS, environment()));
  const options = { signatures: createRequestSignatures(parts.key, clock), service: 'operator' };
  const assets = createRemoteCalls(assetsRpcContract, { ...options, url: parts.assets });
  const operator = createRemoteCalls(assetsOperatorRpcContract, { ...options, url: parts.assets });
  const identity = createRemoteCalls(identityOperatorRpcContract, { ...options, url: parts.identity });
  const wallet = createRemoteCalls(walletOperatorRpcContract, { ...options, url: parts.wallet });
  const orders = createRemoteCalls(ordersOperatorRpcContract, { ...options, url: parts.orders });
  const engines = parts.engines.map((urls) =>
    urls.map((url) => createRemoteCalls(engineRpcContract, { ...options, url })),
  );
  try {
    return await work({
      assets: operator.calls,
      identity: identity.calls,
      wallet: wallet.calls,
      orders: orders.calls,
      isListed: async (ticker) => (await assets.calls.instruments({ tickers: [ticker] }))[0] !== null,
      marketNowMs: async () => {
        const anchor = await assets.calls.clock({});
        return createMarketTime(createTradingCalendar(), anchor).simulatedAt(clock.nowMs());
      },
      engines: engines.map((instances) =>
        createFailoverCalls(
          engineRpcContract,
          instances.map(({ calls }) => calls),
        ),
      ),
    });
  } finally {
    await Promise.all(
      [assets, operator, identity, wallet, orders, ...engines.flat()].map((remote) => remote.close()),
    );
  }
}

function actionOf(name: string | undefined): Action {
  const action = name !== undefined && Object.hasOwn(ACTIONS, name) ? ACTIONS[name] : undefined;
  if (action) return action;
  const known = Object.keys(ACTIONS).join(', ');
  throw new CommandLineError(
    name === undefined ? `Name an action: ${known}.` : `Unknown action '${name}'. Actions: ${known}.`,
  );
}

await runCommand(
  {
    usage: USAGE,
    options: ['seconds'],
    operands: ['ACTION', ...Array.from({ length: MAX_OPERANDS }, () => '[OPERAND]')],
  },
  async (given) => {
    const [name, ...operands] = given.operands;
    const action = actionOf(name);
    const seconds = given.options.has('seconds')
      ? wholeNumber(given, 'seconds', { min: 1, max: MAX_SECONDS, missing: 1 })
      : undefined;
    if (seconds !== undefined && !action.takesSeconds)
      throw new CommandLineError(`${name ?? ''} does not take --seconds.`);
    if (operands.length < (action.minOperands ?? 0))
      throw new CommandLineError(`${name ?? ''} takes ${action.operands}.`);
    const clock = createWallClock();
    try {
      console.log(await withCalls(clock, (calls) => action.run(calls, operands, { seconds })));
      return 0;
    } catch (error) {
      if (!(error instanceof RpcUnavailable || error instanceof RpcFailed)) throw error;
      console.error(`The broker did not execute the action: ${error.message}`);
      return 1;
    }
  },
);
