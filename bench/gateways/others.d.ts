/** The part that the programs of `servers/` use of packages that are installed for this benchmark alone: see README.md. */
declare module '@mercuriusjs/gateway' {
  import type { FastifyPluginAsync } from 'fastify';

  interface Service {
    readonly name: string;
    readonly url: string;
    readonly wsUrl: string;
    readonly schema: string;
    readonly mandatory: boolean;
  }
  const gateway: FastifyPluginAsync<{
    readonly gateway: { readonly services: readonly Service[] };
    readonly subscription: boolean;
    readonly jit: number;
  }>;
  export default gateway;
}

declare module '@graphql-hive/router-runtime' {
  export const unifiedGraphHandler: object;
}

declare module '@graphql-hive/gateway-runtime' {
  import type { RequestListener } from 'node:http';
  import type { ServerOptions } from 'graphql-ws';
  import type { Extra } from 'graphql-ws/use/ws';

  export function createGatewayRuntime(options: {
    readonly supergraph: string;
    readonly unifiedGraphHandler: object;
    readonly logging: boolean;
    readonly transportEntries: object;
  }): RequestListener;
  export function getGraphQLWSOptions(
    runtime: RequestListener,
    contextOf: (context: { readonly extra: Extra }) => object,
  ): ServerOptions<Record<string, unknown>, Extra>;
}
