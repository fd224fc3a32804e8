/** Entry point of the identity process in the distributed profile. */
import { DATABASES } from '#contracts/names.ts';
import { identityOperatorRpcContract, identityRpcContract } from '#contracts/calls/identity.ts';
import { walletRpcContract } from '#contracts/calls/wallet.ts';
import { SETTINGS } from '#processes/settings/settings.ts';
import { signInSettings } from '#processes/settings/sign-in-settings.ts';
import { environment, readSettings } from '#platform/config.ts';
import { answers, runService } from '#platform/service/service.ts';
import { sessionLimitsFrom } from './sessions/session-limits.ts';
import { startIdentity, type IdentityPart } from './start.ts';

await runService({
  name: 'identity',
  purpose: 'Identity: users, their passwords and tokens.',
  settings: () => readSettings(SETTINGS, environment(), { PORT: '4001' }),
  answers: [
    answers(identityRpcContract, (part: IdentityPart) => part.calls),
    answers(identityOperatorRpcContract, (part: IdentityPart) => part.operatorCalls),
  ],
  start: async (kit) =>
    startIdentity({
      ...kit,
      ...signInSettings(kit.settings),
      database: await kit.database(DATABASES.identity),
      eventLog: await kit.eventLog(),
      sessionLimits: sessionLimitsFrom(kit.settings),
      wallet: kit.callsTo(walletRpcContract, kit.settings.WALLET_URL),
    }),
});
