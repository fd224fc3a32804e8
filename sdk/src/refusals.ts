/** A refusal of the broker: a normal result of a mutation, with the rule that it broke. */
interface RefusalLike {
  readonly __typename?: string;
}

/**
 * True for a refusal; narrows the result to its fields.
 *
 *   const { placeOrder } = await broker.placeOrder({ input });
 *   if (isRefusal(placeOrder)) show(placeOrder.rule, placeOrder.message);
 */
export const isRefusal = <Result extends RefusalLike>(
  result: Result | null | undefined,
): result is Extract<Result, { readonly __typename: 'Refusal' }> => result?.__typename === 'Refusal';

/** A refusal that `granted` has thrown. */
export class RefusedError extends Error {
  override readonly name = 'RefusedError';
  readonly rule: string;

  constructor({ rule, message }: { readonly rule: string; readonly message: string }) {
    super(`${rule}: ${message}`);
    this.rule = rule;
  }
}

/**
 * The result without its refusal, for programs in which a refusal ends the work. Throws RefusedError for a refusal.
 *
 *   const order = granted((await broker.placeOrder({ input })).placeOrder);
 */
export function granted<Result extends RefusalLike>(
  result: Result | null,
): Exclude<Result, { readonly __typename: 'Refusal' }> {
  if (isRefusal(result)) throw new RefusedError(result as unknown as { rule: string; message: string });
  if (result === null) throw new TypeError('the graph gave no result');
  return result as Exclude<Result, { readonly __typename: 'Refusal' }>;
}
