import { createHash } from 'node:crypto';
import { DEFAULT_SUPPORTED_SUPERGRAPH_FEATURES, Supergraph, type Schema } from '@apollo/federation-internals';
import { QueryPlanner } from '@apollo/query-planner';
import { isScalarType, type GraphQLSchema } from 'graphql';
import {
  ACCESS_FEATURES,
  AUTHENTICATED_SPEC,
  readAccessRules,
  SCOPES_SPEC,
  type AccessRules,
} from '../access/access-rules.ts';
import type { ScalarCheck } from '../hooks.ts';
import { COST_SPEC, readPrices, type Prices } from '../operations/prices.ts';
import {
  DELIVERY_DIRECTIVE,
  DELIVERY_SPEC,
  readPolicies,
  type StreamPolicies,
} from '../subscriptions/policy.ts';
import { readFetchedFields, type FetchedFields } from './fetched-fields.ts';
import { directiveReader, type ReadDirective } from './directives.ts';

/** A subgraph as the supergraph names it. */
export interface SubgraphAddress {
  readonly name: string;
  readonly url: string;
}

/** A supergraph, ready for planning and execution. */
export interface LoadedSupergraph {
  /** Hash of the schema. */
  readonly version: string;
  /** The graph as clients see it; its scalars reject malformed values. */
  readonly apiSchema: GraphQLSchema;
  readonly supergraphSdl: string;
  readonly planner: QueryPlanner;
  /** The two forms that Apollo's executor needs. */
  readonly federation: { readonly apiSchema: Schema; readonly supergraphSchema: GraphQLSchema };
  /** Each with the address that the supergraph has for it. */
  readonly subgraphs: readonly SubgraphAddress[];
  readonly policies: StreamPolicies;
  readonly prices: Prices;
  readonly accessRules: AccessRules;
  readonly fetchedFields: FetchedFields;
}

/**
 * Loads a composed supergraph.
 *
 * @param scalars checks of the scalars' values, by name
 * @throws Error when the supergraph is malformed
 */
export function loadSupergraph(
  supergraphSdl: string,
  scalars: Readonly<Record<string, ScalarCheck>> = {},
): LoadedSupergraph {
  const supergraph = Supergraph.build(supergraphSdl, {
    supportedFeatures: new Set([...DEFAULT_SUPPORTED_SUPERGRAPH_FEATURES, ...ACCESS_FEATURES]),
  });
  const federationApiSchema = supergraph.apiSchema();
  const supergraphSchema = supergraph.schema.toGraphQLJSSchema();
  const reader = (identity: string, name: string): ReadDirective =>
    directiveReader(supergraph, supergraphSchema, identity, name);
  return {
    version: createHash('sha256').update(supergraphSdl).digest('base64url').slice(0, 12),
    apiSchema: withScalars(federationApiSchema.toGraphQLJSSchema(), scalars),
    supergraphSdl,
    planner: new QueryPlanner(supergraph),
    federation: {
      apiSchema: federationApiSchema,
      supergraphSchema,
    },
    subgraphs: supergraph.subgraphsMetadata(),
    fetchedFields: readFetchedFields(supergraphSchema),
    policies: readPolicies(supergraphSchema, reader(DELIVERY_SPEC, DELIVERY_DIRECTIVE)),
    prices: readPrices(supergraphSchema, reader(COST_SPEC, 'cost'), reader(COST_SPEC, 'listSize')),
    accessRules: readAccessRules(
      supergraphSchema,
      reader(AUTHENTICATED_SPEC, 'authenticated'),
      reader(SCOPES_SPEC, 'requiresScopes'),
    ),
  };
}

/** Adds the scalars' checks: a schema built from SDL accepts any value for them. */
function withScalars(schema: GraphQLSchema, scalars: Readonly<Record<string, ScalarCheck>>): GraphQLSchema {
  for (const [name, { parseValue, parseLiteral }] of Object.entries(scalars)) {
    const type = schema.getType(name);
    if (isScalarType(type)) Object.assign(type, { parseValue, parseLiteral });
  }
  return schema;
}
