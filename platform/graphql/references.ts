type ResolveReference = (...args: never[]) => unknown;

/**
 * Makes every `__resolveReference` of the resolvers asynchronous. Apollo's `_entities` calls them in a plain loop: one
 * that throws synchronously leaves the promises of the earlier ones without a handler, and their rejection would end the
 * process.
 */
export function withAsyncReferences(resolvers: object): object {
  const entries = Object.entries(resolvers) as [string, object][];
  return Object.fromEntries(entries.map(([type, fields]) => [type, withAsyncReference(fields)]));
}

function withAsyncReference(fields: object): object {
  const { __resolveReference: resolve } = fields as { readonly __resolveReference?: ResolveReference };
  if (!resolve) return fields;
  return { ...fields, __resolveReference: async (...args: never[]) => resolve(...args) };
}
