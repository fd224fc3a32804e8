import { describe } from 'vitest';
import { auctionContract } from './auction.contract.ts';
import { callContract } from './call.contract.ts';
import { captureContract } from './capture.contract.ts';
import { combinationsContract } from './combinations.contract.ts';
import { entryContract } from './entry.contract.ts';
import { icebergContract } from './iceberg.contract.ts';
import { ordersContract } from './orders.contract.ts';
import { protectionsContract } from './protections.contract.ts';
import { replaceContract } from './replace.contract.ts';
import { selfTradeContract } from './self-trade.contract.ts';
import { stopsContract } from './stops.contract.ts';
import type { BookFactory } from '../matching-book.ts';

/** Behaviour that every book must have, rule by rule. Titles name the rules of `matching-engine/rules.ts`. */
export function describeBook(name: string, factory: BookFactory): void {
  describe(`${name} book`, () => {
    ordersContract(factory);
    icebergContract(factory);
    stopsContract(factory);
    replaceContract(factory);
    selfTradeContract(factory);
    entryContract(factory);
    combinationsContract(factory);
    callContract(factory);
    auctionContract(factory);
    protectionsContract(factory);
    captureContract(factory);
  });
}
