/** Runs orders as its own process. */
import { ownPrices } from '#processes/settings/setting-kinds.ts';
import { retentionOf } from '#processes/settings/retention.ts';
import { engineCallsOf } from '#processes/engine-calls.ts';
import { joinMarket } from '#processes/join-market.ts';
import { DATABASES } from '#contracts/names.ts';
import { identityRpcContract } from '#contracts/calls/identity.ts';
import { ordersOperatorRpcContract, ordersRpcContract } from '#contracts/calls/orders.ts';
import { walletRpcContract } from '#contracts/calls/wallet.ts';
import { SETTINGS } from '#processes/settings/settings.ts';
import { environment, readSettings } from '#platform/config.ts';
import { answers, runService } from '#platform/service/service.ts';
import { startOrders, type OrdersPart } from './start.ts';

await runService({
  name: 'orders',
  purpose: 'Accepts orders, sends them to the exchange and applies its execution reports.',
  settings: () => readSettings(SETTINGS, environment(), { PORT: '4002' }),
  answers: [
    answers(ordersRpcContract, (part: OrdersPart) => part.calls),
    answers(ordersOperatorRpcContract, (part: OrdersPart) => part.operatorCalls),
  ],
  start: async (kit) =>
    startOrders({
      ...kit,
      ...(await joinMarket(kit)),
      retention: retentionOf(kit.settings),
      database: await kit.database(DATABASES.orders),
      queue: await kit.queue(),
      cache: await kit.cache(),
      wallet: kit.callsTo(walletRpcContract, kit.settings.WALLET_URL),
      engines: engineCallsOf(kit),
      identity: kit.callsTo(identityRpcContract, kit.settings.IDENTITY_URL),
      engineShards: kit.settings.ENGINE_SHARDS,
      maxBacklog: kit.settings.LIMIT_BACKLOG,
      maxOpenOrders: kit.settings.LIMIT_OPEN_ORDERS,
      brokerage: ownPrices(kit.settings).brokerage,
    }),
});
