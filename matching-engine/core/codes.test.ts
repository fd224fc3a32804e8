import { expect, test } from 'vitest';
import { PHASES } from '#domain/market/phase.ts';
import { ORDER_TYPES, TIMES_IN_FORCE } from '#domain/orders/order.ts';
import {
  AUCTION_CAUSES,
  CANCEL,
  CANCEL_REASONS,
  CAUSE,
  EXPIRY,
  EXPIRY_REASONS,
  PHASE,
  SELF_TRADE_PREVENTIONS,
  STP,
  TIF,
  TYPE,
} from './codes.ts';

test.each([
  ['order types', TYPE, ORDER_TYPES],
  ['times in force', TIF, TIMES_IN_FORCE],
  ['phases', PHASE, PHASES],
  ['self-trade preventions', STP, SELF_TRADE_PREVENTIONS],
  ['cancel reasons', CANCEL, CANCEL_REASONS],
  ['expiry reasons', EXPIRY, EXPIRY_REASONS],
  ['auction causes', CAUSE, AUCTION_CAUSES],
])('codes of %s are the indexes of their names', (_, codes, names) => {
  expect(codes).toEqual(Object.fromEntries(names.map((name, index) => [name, index])));
});
