import { createHash } from 'node:crypto';
import { Supergraph, type Schema } from '@apollo/federation-internals';
import { QueryPlanner } from '@apollo/query-planner';
import { isScalarType, type GraphQLSchema } from 'graphql';
import { scalarResolvers } from '#contracts/graph/scalars.ts';

/** A supergraph, made ready to plan and to run operations on it. */
export interface LoadedSupergraph {
  /** Changes with the schema. */
  readonly version: string;
  /** The graph as clients see it; its scalars refuse malformed values. */
  readonly apiSchema: GraphQLSchema;
  readonly supergraphSdl: string;
  readonly planner: QueryPlanner;
  /** The two forms that Apollo's executor wants. */
  readonly federation: { readonly apiSchema: Schema; readonly supergraphSchema: GraphQLSchema };
  readonly subgraphNames: readonly string[];
}

/** Reads a composed supergraph. */
export function loadSupergraph(supergraphSdl: string): LoadedSupergraph {
  const supergraph = Supergraph.build(supergraphSdl);
  const federationApiSchema = supergraph.apiSchema();
  return {
    version: createHash('sha256').update(supergraphSdl).digest('base64url').slice(0, 12),
    apiSchema: withScalars(federationApiSchema.toGraphQLJSSchema()),
    supergraphSdl,
    planner: new QueryPlanner(supergraph),
    federation: {
      apiSchema: federationApiSchema,
      supergraphSchema: supergraph.schema.toGraphQLJSSchema(),
    },
    subgraphNames: supergraph.subgraphsMetadata().map(({ name }) => name),
  };
}

/** Gives our scalars their checks: a schema made of text takes anything for them. */
function withScalars(schema: GraphQLSchema): GraphQLSchema {
  for (const [name, { parseValue, parseLiteral }] of Object.entries(scalarResolvers)) {
    const type = schema.getType(name);
    if (isScalarType(type)) Object.assign(type, { parseValue, parseLiteral });
  }
  return schema;
}
