/** Yields the events of a subscription with `$after` across lost sockets: each once, in order. The client has `retryAttempts: 0`. */
export async function* resume(client, query, variables, pauseMs = 500) {
  for (let after = variables.after; ; await new Promise((resolve) => setTimeout(resolve, pauseMs)))
    try {
      for await (const { data, errors } of client.iterate({ query, variables: { ...variables, after } })) {
        if (errors) throw errors;
        after = Object.values(data)[0].cursor;
        yield data;
      }
      return;
    } catch (failure) {
      if (Array.isArray(failure) && !PASSING.has(failure[0].extensions?.code)) throw failure;
    }
}

const PASSING = new Set([
  'SERVICE_UNAVAILABLE',
  'SLOW_CONSUMER',
  'SUBSCRIPTION_SCHEMA_RELOAD',
  'RATE_LIMITED',
]);
