/** Entry point of the wallet process in the distributed profile. */
import { ownPrices } from '#processes/settings/setting-kinds.ts';
import { retentionOf } from '#processes/settings/retention.ts';
import { joinMarket } from '#processes/join-market.ts';
import { DATABASES } from '#contracts/names.ts';
import { ordersRpcContract } from '#contracts/calls/orders.ts';
import {
  walletAuditRpcContract,
  walletOperatorRpcContract,
  walletRpcContract,
} from '#contracts/calls/wallet.ts';
import { walletDocumentsRpcContract } from '#contracts/calls/wallet-documents.ts';
import { SETTINGS } from '#processes/settings/settings.ts';
import { environment, readSettings } from '#platform/config.ts';
import { answers, runService } from '#platform/service/service.ts';
import { startWallet, type WalletPart } from './start.ts';

await runService({
  name: 'wallet',
  purpose: 'Wallet: accounts, cash and shares, reservations and settlement.',
  settings: () => readSettings(SETTINGS, environment(), { PORT: '4003' }),
  answers: [
    answers(walletRpcContract, (part: WalletPart) => part.calls),
    answers(walletAuditRpcContract, (part: WalletPart) => part.auditCalls),
    answers(walletOperatorRpcContract, (part: WalletPart) => part.operatorCalls),
    answers(walletDocumentsRpcContract, (part: WalletPart) => part.documentCalls),
  ],
  start: async (kit) =>
    startWallet({
      ...kit,
      ...(await joinMarket(kit)),
      retention: retentionOf(kit.settings),
      orders: kit.callsTo(ordersRpcContract, kit.settings.ORDERS_URL),
      ...ownPrices(kit.settings),
      cache: await kit.cache(),
      database: await kit.database(DATABASES.wallet),
    }),
});
