import { z } from 'zod';
import { debitChargeOf } from '#domain/costs/debit-charge.ts';
import type { Tx } from '../store/load-unit-of-work.prisma.ts';
import { integer } from '../store/rows.ts';

interface ChargeRow {
  readonly account_id: string;
  readonly day: string;
  readonly owed_centavos: bigint;
  readonly amount_centavos: bigint;
  readonly price: unknown;
}

const priceSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('NONE') }),
  z.object({ type: z.literal('BROKERS') }),
  z.object({ type: z.literal('RATE'), rate: z.int().nonnegative() }),
]);

/**
 * Charges of debit balances that are not those of the broker's price, or whose balance is not that of the statement at the end of the
 * day. `lines.prisma.ts` compares charges with their bookings.
 */
export async function wrongDebitCharges(tx: Tx): Promise<{ violation: string }[]> {
  const rows = await tx.$queryRaw<ChargeRow[]>`
    SELECT min(account_id) AS account_id, day, owed_centavos, amount_centavos, price FROM debit_charge
    GROUP BY day, owed_centavos, amount_centavos, price`;
  const amounts = rows.flatMap(({ account_id, day, owed_centavos, amount_centavos, price }) => {
    const should = debitChargeOf(priceSchema.parse(price), day, integer(owed_centavos));
    return integer(amount_centavos) === should
      ? []
      : [{ violation: `${account_id} was charged ${amount_centavos} for ${day}, not ${should}` }];
  });
  return [...amounts, ...(await wrongOwed(tx))];
}

const wrongOwed = (tx: Tx): Promise<{ violation: string }[]> => tx.$queryRaw`
  SELECT charge.account_id || ' was charged for ' || owed_centavos || ' at the end of ' || charge.day || ', it owed '
    || coalesce(last.owed, 0) AS violation
  FROM debit_charge AS charge LEFT JOIN LATERAL (
    SELECT owed_centavos AS owed FROM entry
    WHERE entry.account_id = charge.account_id AND entry.day <= charge.day AND entry.sequence < charge.sequence
    ORDER BY sequence DESC LIMIT 1) AS last ON true
  WHERE owed_centavos <> coalesce(last.owed, 0)`;
