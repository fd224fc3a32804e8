import { addDays } from '#domain/calendar/days.ts';
import { dayOf, instantOf } from '#domain/calendar/sao-paulo-time.ts';
import { exPriceCentavos } from '#domain/corporate-actions/ex-price.ts';
import {
  LISTING_STATUSES,
  rightPriceCentavos,
  type RightsListing,
  type SubscriptionTerms,
} from '#domain/corporate-actions/subscription-rights.ts';
import type { AssetKind, AssetStatus, Instrument } from '#domain/market/instrument.ts';
import { withCheckDigit } from '#domain/market/isin.ts';
import { priceBandOf, tradingParametersOn } from '#domain/market/trading-parameters.ts';
import { startBackgroundTask, type BackgroundTask } from '#platform/background/background-task.ts';
import type { Log } from '#platform/observability/log.ts';
import type { Clock } from '#platform/time/clock.ts';
import type { ActionStore } from '../store/action-store.ts';

export interface RightsListingDependencies {
  readonly store: Pick<ActionStore, 'listRights'>;
  readonly marketClock: Clock;
  readonly wallClock: Clock;
  /** Called with the changed instruments. */
  readonly onListed: (instruments: readonly Instrument[]) => void;
  readonly log: Log;
}

/**
 * Lists the rights and receipts of subscriptions by the market's clock: at the beginning of each day, and when woken after a
 * declaration. Rights trade between their days and are delisted then, which cancels their open orders.
 */
export function startRightsListing(dependencies: RightsListingDependencies): BackgroundTask {
  const { store, marketClock, wallClock, onListed, log } = dependencies;
  let lastDay = '';
  return startBackgroundTask({
    name: 'listing of rights',
    run: async () => {
      const today = dayOf(marketClock.nowMs());
      const changed = await store.listRights(today, (...listed) => rightsInstruments(today, ...listed));
      lastDay = today;
      if (changed.length > 0) onListed(changed);
    },
    schedule: (start) =>
      marketClock.at(instantOf(addDays(lastDay || dayOf(marketClock.nowMs()), 1), 0), start),
    clock: wallClock,
    log,
  });
}

/** The instruments of a subscription in a state of its listing. Their first price is the theoretical one of the ex-day. */
function rightsInstruments(
  today: string,
  terms: SubscriptionTerms,
  listing: RightsListing,
  share: Instrument,
): readonly Instrument[] {
  const { rights } = terms;
  const statuses = LISTING_STATUSES[listing];
  const ahead = (share.exActions ?? []).filter(({ exDate }) => exDate === terms.exDate);
  const shareCentavos = exPriceCentavos(share.previousCloseCentavos, share.tickCentavos, ahead);
  const rightCentavos = rightPriceCentavos(terms, shareCentavos, share.tickCentavos);
  const instrument = (
    ticker: string,
    kind: AssetKind & ('RIGHT' | 'RECEIPT'),
    status: AssetStatus,
    previousCloseCentavos: number,
  ): Instrument => {
    const parameters = tradingParametersOn(today);
    return {
      ...{ ticker, custodyTicker: ticker, kind, status, previousCloseCentavos },
      isin: isinOf(share.isin, kind),
      name: `${share.name} ${kind === 'RIGHT' ? 'subscription right' : 'subscription receipt'}`,
      lotSize: parameters.lotSizes[kind],
      tickCentavos: parameters.tickCentavos,
      priceBand: priceBandOf(parameters, previousCloseCentavos, parameters.tickCentavos),
      maxOrderQuantity: parameters.maxOrderQuantity.roundLot,
      twinTicker: null,
      version: 1,
    };
  };
  return [
    instrument(rights.ticker, 'RIGHT', statuses.right, rightCentavos),
    instrument(rights.receiptTicker, 'RECEIPT', statuses.receipt, shareCentavos),
  ];
}

/** ISIN in the form of B3: issuer, D01 for a right or R01 for a receipt, and the class of the share. */
function isinOf(shareIsin: string, kind: 'RIGHT' | 'RECEIPT'): string {
  const issuer = shareIsin.slice(0, 6);
  const shareClass = shareIsin.slice(9, 11);
  return withCheckDigit(`${issuer}${kind === 'RIGHT' ? 'D01' : 'R01'}${shareClass}`);
}
