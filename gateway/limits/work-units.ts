import { OperationTypeNode, valueFromASTUntyped, type FieldNode } from 'graphql';
import { fieldsOf, fragmentsOf } from '../core/operations/selections.ts';
import type { PreparedOperation } from '../core/operations/prepare.ts';
import type { RatedWork } from './rates.ts';

/** Units of rated work in an operation: its orders, transfers, sign-ins and sign-ups. */
export function unitsOf(prepared: PreparedOperation): ReadonlyMap<RatedWork, number> {
  const { operation, document, variables } = prepared;
  const units = new Map<RatedWork, number>();
  if (operation.operation !== OperationTypeNode.MUTATION) return units;
  for (const field of fieldsOf(operation.selectionSet, fragmentsOf(document))) {
    const rated = RATED_FIELDS[field.name.value];
    if (!rated) continue;
    const count = rated.countOf(field, variables);
    units.set(rated.work, (units.get(rated.work) ?? 0) + count);
  }
  return units;
}

type CountOf = (field: FieldNode, variables: PreparedOperation['variables']) => number;

const one: CountOf = () => 1;

/** Above it no order of the request is placed; see TOO_MANY_ORDERS. */
const MAX_INPUTS = 100;

/** Inputs of a list argument. A single value counts as a list of one. */
const inputs: CountOf = (field, variables) => {
  const argument = field.arguments?.find(({ name }) => name.value === 'inputs');
  const value = argument && valueFromASTUntyped(argument.value, { ...variables });
  return Array.isArray(value) ? Math.min(value.length, MAX_INPUTS) : 1;
};

/** Mutations that count as more than a request. A cancel does not: it only lowers the work and the risk. */
const RATED_FIELDS: Readonly<Record<string, { readonly work: RatedWork; readonly countOf: CountOf }>> = {
  placeOrder: { work: 'orders', countOf: one },
  placeOrders: { work: 'orders', countOf: inputs },
  replaceOrder: { work: 'orders', countOf: one },
  deposit: { work: 'transfers', countOf: one },
  withdraw: { work: 'transfers', countOf: one },
  depositShares: { work: 'transfers', countOf: one },
  exerciseSubscription: { work: 'transfers', countOf: one },
  signIn: { work: 'signIns', countOf: one },
  changePassword: { work: 'signIns', countOf: one },
  signUp: { work: 'signUps', countOf: one },
};
