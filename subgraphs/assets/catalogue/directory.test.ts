import { expect, test } from 'vitest';
import type { Instrument } from '#domain/market/instrument.ts';
import { createInstrumentDirectory } from './directory.ts';

const instrument = (ticker: string, version: number, more: Partial<Instrument> = {}): Instrument =>
  ({ ticker, version, status: 'ACTIVE', ...more }) as Instrument;

test('a reader of an instrument gets it at once, then each newer state, and skips to the newest', async () => {
  const directory = createInstrumentDirectory();
  directory.apply([instrument('PETR4', 1), instrument('VALE3', 1)]);
  const changes = directory.changes('PETR4');
  expect((await changes.next()).value).toMatchObject({ version: 1 });
  const next = changes.next();
  directory.apply([instrument('VALE3', 2), instrument('PETR4', 2, { status: 'DELISTED' })]);
  expect((await next).value).toMatchObject({ ticker: 'PETR4', status: 'DELISTED' });
  directory.apply([instrument('PETR4', 3)]);
  directory.apply([instrument('PETR4', 4), instrument('PETR4', 3)]);
  expect((await changes.next()).value).toMatchObject({ version: 4 });
});

test('a reader that stops is forgotten, also while it waits', async () => {
  const directory = createInstrumentDirectory();
  directory.apply([instrument('PETR4', 1)]);
  const [one, other] = [directory.changes('PETR4'), directory.changes('PETR4')];
  await Promise.all([one.next(), other.next()]);
  const last = one.next();
  await one.return?.();
  expect(await last).toMatchObject({ done: true });
  const next = other.next();
  directory.apply([instrument('PETR4', 2)]);
  expect((await next).value).toMatchObject({ version: 2 });
});
