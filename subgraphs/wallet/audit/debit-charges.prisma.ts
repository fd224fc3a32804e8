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
 * Charges of debit balances that are not those of the broker's price, whose balance is not that of the statement at the end of
 * the day, or that the ledger did not book; and bookings without a charge.
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
  return [...amounts, ...(await wrongBookings(tx))];
}

const wrongBookings = (tx: Tx): Promise<{ violation: string }[]> => tx.$queryRaw`
  WITH booked AS (
    SELECT account_id, sequence, sum(amount) AS amount FROM entry, unnest(leg_accounts, leg_amounts) AS t (name, amount)
    WHERE 'BRL ~broker' = ANY(leg_accounts) AND name = 'BRL ~broker' GROUP BY account_id, sequence)
  SELECT coalesce(booked.account_id, charge.account_id) || ' #' || coalesce(booked.sequence, charge.sequence)
    || ' books ' || coalesce(booked.amount, 0) || ', the charge is ' || coalesce(charge.amount_centavos, 0) AS violation
  FROM booked FULL JOIN debit_charge AS charge
    ON charge.account_id = booked.account_id AND charge.sequence = booked.sequence
  WHERE coalesce(booked.amount, 0) <> coalesce(charge.amount_centavos, 0)
  UNION ALL
  SELECT charge.account_id || ' was charged for ' || owed_centavos || ' at the end of ' || charge.day || ', it owed '
    || coalesce(last.owed, 0) AS violation
  FROM debit_charge AS charge LEFT JOIN LATERAL (
    SELECT owed_centavos AS owed FROM entry
    WHERE entry.account_id = charge.account_id AND entry.day <= charge.day AND entry.sequence < charge.sequence
    ORDER BY sequence DESC LIMIT 1) AS last ON true
  WHERE owed_centavos <> coalesce(last.owed, 0)`;
