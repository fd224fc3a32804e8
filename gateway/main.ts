/** Runs the gateway as its own process. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { identityRpcContract } from '#contracts/calls/identity.ts';
import { walletDocumentsRpcContract } from '#contracts/calls/wallet-documents.ts';
import { SETTINGS } from '#processes/settings/settings.ts';
import { environment, readSettings } from '#platform/config.ts';
import { runProcess } from '#platform/process/lifecycle.ts';
import { createRandom } from '#platform/random.ts';
import { createServiceKit } from '#platform/service/kit.ts';
import { openBuckets } from './limits/open-buckets.ts';
import { clientLimitsFromSettings, limitsFromSettings } from './limits/limits-from-settings.ts';
import { startGateway } from './start.ts';
import { readTrustedDocuments } from './trusted-documents-file.ts';
import { subgraphUrl } from './subgraph-url.ts';
import { watchSupergraph } from './supergraph-file.ts';

/** Longest wait for a document: a note of 10,000 lines takes seconds, behind those of other users. */
const DOCUMENT_MS = 30_000;

await runProcess({
  name: 'gateway',
  help: 'Gateway: the graph, over HTTP and WebSocket, the desk and the playground.\n\nSettings come from the environment: docs/SETTINGS.md.',
  settings: () => readSettings(SETTINGS, environment()),
  start: async (tools) => {
    const { settings } = tools;
    const file = settings.SUPERGRAPH ?? path.join(import.meta.dirname, 'generated/supergraph.graphql');
    const kit = await createServiceKit('gateway', tools);
    const gateway = await startGateway({
      ...kit,
      random: createRandom(tools.wallClock.nowMs()),
      supergraphSdl: await readFile(file, 'utf8'),
      connect: (subgraph) => kit.connectionTo(subgraph.name, subgraphUrl(subgraph, environment())),
      identity: kit.callsTo(identityRpcContract, settings.IDENTITY_URL),
      documents: kit.callsTo(walletDocumentsRpcContract, settings.WALLET_URL, { timeoutMs: DOCUMENT_MS }),
      eventLog: settings.KAFKA_BROKERS === null ? null : await kit.eventLog(),
      host: settings.HOST,
      port: settings.PORT,
      httpLimits: kit.httpLimits,
      limits: limitsFromSettings(settings),
      trustedDocuments: await readTrustedDocuments(settings.TRUSTED_DOCUMENTS),
      deskFolder: path.resolve(import.meta.dirname, '../.cache/desk'),
      clients: clientLimitsFromSettings(settings),
      buckets: await openBuckets(settings.REDIS_URL, kit),
    });
    const metricsUrl = await kit.serveOperations(() => gateway.readiness());
    kit.onStop('gateway', () => gateway.stop());
    const { reload } = gateway;
    const { onHangup, log, report } = tools;
    const stopWatching = watchSupergraph({ file, reload, onHangup, report, log });
    kit.onStop('supergraph', async () => stopWatching());
    process.stdout.write(`gateway: ready at ${gateway.url}, metrics at ${metricsUrl}\n`);
  },
});
