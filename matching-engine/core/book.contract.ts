import { describe } from 'vitest';
import { auctionContract } from './contract/auction.contract.ts';
import { callContract } from './contract/call.contract.ts';
import { captureContract } from './contract/capture.contract.ts';
import { combinationsContract } from './contract/combinations.contract.ts';
import { entryContract } from './contract/entry.contract.ts';
import { icebergContract } from './contract/iceberg.contract.ts';
import { ordersContract } from './contract/orders.contract.ts';
import { protectionsContract } from './contract/protections.contract.ts';
import { replaceContract } from './contract/replace.contract.ts';
import { selfTradeContract } from './contract/self-trade.contract.ts';
import { stopsContract } from './contract/stops.contract.ts';
import type { BookFactory } from './matching-book.ts';

/** What every book must do, rule by rule. Titles name the rules of `matching-engine/rules.ts`. */
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
