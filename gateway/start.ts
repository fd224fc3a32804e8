import type { IdentityRpc } from '#contracts/calls/identity.ts';
import type { WalletDocumentsRpc } from '#contracts/calls/wallet-documents.ts';
import { scalarResolvers } from '#contracts/graph/scalars.ts';
import { ERROR_CODES } from '#platform/graphql/errors.ts';
import { createAddressReader, isLoopback, networksOf } from '#platform/http/client-address.ts';
import type { EventLog } from '#platform/ports/event-log.ts';
import type { Part } from '#platform/process/part.ts';
import type { Buckets } from '#platform/rate-limits/bucket-store.ts';
import type { Statements } from '#platform/security/caller.ts';
import { createAuthenticator } from './auth/authenticate.ts';
import { followCredentials } from './auth/credentials.ts';
import type { Connect } from './core/connections.ts';
import {
  createFederatedGateway,
  type FederatedGateway,
  type FederatedGatewayOptions,
} from './core/gateway.ts';
import type { GatewayHooks } from './core/hooks.ts';
import { createDocumentRoutes } from './documents/routes.ts';
import { COSTLY_FIELDS, type ClientLimits } from './limits/limits-from-settings.ts';
import { createRateLimits } from './limits/rate-limits.ts';
import { addDesk } from './desk/routes.ts';
import { PLAYGROUND_PATH } from './playground/address.ts';
import { addProjectDocuments } from './pages/project-documents.ts';
import { addPlayground } from './playground/routes.ts';

export interface GatewayDependencies extends Omit<
  FederatedGatewayOptions,
  'hooks' | 'page' | 'routes' | 'connect' | 'limitsConnections'
> {
  readonly connect: Connect;
  readonly identity: IdentityRpc;
  /** Notes and sheets of the wallet, which the gateway serves to their owner. */
  readonly documents: WalletDocumentsRpc;
  /** The log in which identity publishes revocations. Null: the gateway reads them from identity twice a second. */
  readonly eventLog: EventLog | null;
  readonly statements: Statements;
  readonly clients: ClientLimits;
  /** Folder of the desk's built files. */
  readonly deskFolder: string;
  /** The buckets of the rates. The gateway closes them. */
  readonly buckets: Buckets;
}

export interface GatewayPart extends Part {
  /** Base URL: the desk is at `/`, the playground at `/playground`, the graph at `/graphql`. */
  readonly url: string;
  readonly reload: FederatedGateway['reload'];
}

/** The extension with identity's statement of a caller who has just signed in; see `CALLER_EXTENSION` of its resolvers. */
const CALLER_EXTENSION = 'callerStatement';

/** Starts the broker's gateway: the graph with the broker's tokens, scalars and error codes, the desk, the playground and the documents. */
export async function startGateway(dependencies: GatewayDependencies): Promise<GatewayPart> {
  const { identity, eventLog, statements, wallClock, clients, buckets } = dependencies;
  const log = dependencies.log.child({ part: 'gateway' });
  const credentials = await followCredentials({ identity, eventLog, wallClock, log });
  const limitsAddress = (address: string): boolean => clients.limitsLoopback || !isLoopback(address);
  const isProxy = networksOf(clients.proxies.proxies);
  const hooks: Partial<GatewayHooks> = {
    authenticate: createAuthenticator({ credentials, statements, wallClock, log }),
    addressOf: createAddressReader(clients.proxies),
    limitsAddress,
    admit: createRateLimits(clients.rates, buckets, limitsAddress),
    anonymousStatement: (address) => statements.sign({ userId: null, address }),
    scalars: scalarResolvers,
    acceptsCode: (code) => Object.hasOwn(ERROR_CODES, code),
    statementExtension: CALLER_EXTENSION,
  };
  const gateway = await createFederatedGateway({
    ...dependencies,
    limits: { costlyFields: COSTLY_FIELDS, ...dependencies.limits },
    hooks,
    // A proxy's connections are those of many clients.
    limitsConnections: (address) => limitsAddress(address) && !isProxy(address),
    log,
    page: PLAYGROUND_PATH,
    routes: (app, arrive) => {
      addDesk(app, dependencies.deskFolder);
      addPlayground(app);
      addProjectDocuments(app);
      createDocumentRoutes(dependencies)(app, arrive);
    },
  });
  return {
    ...gateway,
    name: 'gateway',
    stop: async () => {
      await gateway.stop();
      await credentials.stop();
      await buckets.close();
    },
  };
}
