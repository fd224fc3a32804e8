import { LAST_FREE_APPROVAL } from '#domain/corporate-actions/entitlement.ts';
import type { SqlClient } from '#platform/postgres/sql/sql-client.ts';
import { loadExercises } from './exercises.prisma.ts';
import { integer, integerOrNull } from '../rows.ts';
import type { Entitlement, EntitlementScope, LoadedEntitlements } from './action-store.ts';

interface EntitlementRow {
  readonly action_id: string;
  readonly account_id: string;
  readonly owner_id: string;
  readonly quantity: bigint;
  readonly applied_on: string | null;
  readonly gross_centavos: bigint;
  readonly tax_centavos: bigint;
  readonly shares: bigint;
  readonly fraction_numerator: string;
  readonly fraction_denominator: string;
  readonly fraction_cost_billionths: string;
  readonly fraction_centavos: bigint | null;
}

interface DividendRow {
  readonly owner_id: string;
  readonly gross: bigint;
  readonly tax: bigint;
}

/** Loads the entitlements of locked accounts, and the month's taxable dividends of their owners over all their accounts. */
export async function loadEntitlements(
  tx: SqlClient,
  accountIds: string[],
  { actionId, issuer, month }: EntitlementScope,
): Promise<LoadedEntitlements> {
  const rows = await tx.$queryRaw<EntitlementRow[]>`
    SELECT action_id, account_id, owner_id, quantity, applied_on, gross_centavos, tax_centavos, shares,
      fraction_numerator::text, fraction_denominator::text, fraction_cost_billionths::text, fraction_centavos
    FROM entitlement WHERE action_id = ${actionId} AND account_id = ANY(${accountIds}::text[])`;
  const owners = [...new Set(rows.map((row) => row.owner_id))];
  const dividends = await tx.$queryRaw<DividendRow[]>`
    SELECT owner_id, sum(gross_centavos)::bigint AS gross, sum(tax_centavos)::bigint AS tax
    FROM entitlement JOIN corporate_action AS action ON action.id = entitlement.action_id
    WHERE owner_id = ANY(${owners}::text[]) AND applied_on IS NOT NULL AND action.kind = 'DIVIDEND'
      AND left(action.ticker, 4) = ${issuer} AND left(action.pays_on, 7) = ${month}
      AND coalesce(action.approved_on, action.record_date) > ${LAST_FREE_APPROVAL}
    GROUP BY owner_id`;
  const exercises = await loadExercises(tx, actionId, accountIds);
  return {
    exercises,
    entitlements: new Map(rows.map((row) => [row.account_id, entitlementOf(row)])),
    dividends: new Map(
      dividends.map((row) => [
        row.owner_id,
        { grossCentavos: integer(row.gross), withheldCentavos: integer(row.tax) },
      ]),
    ),
  };
}

const entitlementOf = (row: EntitlementRow): Entitlement => ({
  actionId: row.action_id,
  accountId: row.account_id,
  ownerId: row.owner_id,
  quantity: integer(row.quantity),
  appliedOn: row.applied_on,
  grossCentavos: integer(row.gross_centavos),
  taxCentavos: integer(row.tax_centavos),
  shares: integer(row.shares),
  fraction: {
    numerator: BigInt(row.fraction_numerator),
    denominator: BigInt(row.fraction_denominator),
  },
  fractionCostBillionths: BigInt(row.fraction_cost_billionths),
  fractionCentavos: integerOrNull(row.fraction_centavos),
});

/** Writes changed entitlements. */
export async function writeEntitlements(tx: SqlClient, entitlements: readonly Entitlement[]): Promise<void> {
  if (entitlements.length === 0) return;
  const rows = entitlements.map((entitlement) => ({
    action_id: entitlement.actionId,
    account_id: entitlement.accountId,
    applied_on: entitlement.appliedOn,
    gross: entitlement.grossCentavos,
    tax: entitlement.taxCentavos,
    shares: entitlement.shares,
    numerator: String(entitlement.fraction.numerator),
    denominator: String(entitlement.fraction.denominator),
    fraction_cost: String(entitlement.fractionCostBillionths),
    fraction: entitlement.fractionCentavos,
  }));
  await tx.$executeRaw`
    UPDATE entitlement SET applied_on = t.applied_on, gross_centavos = t.gross, tax_centavos = t.tax,
      shares = t.shares, fraction_numerator = t.numerator, fraction_denominator = t.denominator,
      fraction_cost_billionths = t.fraction_cost, fraction_centavos = t.fraction
    FROM json_to_recordset(${JSON.stringify(rows)}::json) AS t(action_id text, account_id text, applied_on text,
      gross bigint, tax bigint, shares bigint, numerator numeric, denominator numeric, fraction_cost numeric,
      fraction bigint)
    WHERE entitlement.action_id = t.action_id AND entitlement.account_id = t.account_id`;
}
