import type { NewOrder, ReplaceOrder } from '#contracts/engine-commands.ts';
import type { Phase } from '#domain/market/phase.ts';
import type { RefusalRule } from '#domain/refusal.ts';
import type { DefineInstrument } from './commands.ts';

/**
 * What an order must keep to enter or to be changed, in the catalogue's order of rules: the exchange's own checks,
 * whatever the broker has checked before. Each answers the first rule that is broken, or null.
 */

/** Checks a new order against its instrument and the instrument's phase. */
export function checkNewOrder(command: NewOrder, facts: DefineInstrument, phase: Phase): RefusalRule | null {
  return (
    checkMarket(facts, phase) ??
    checkSupported(command) ??
    (command.expiresOn === null ? null : 'INVALID_COMBINATION') ??
    checkQuantity(command.quantity, facts) ??
    checkPrices(command, facts)
  );
}

/** Checks what a replace asks for; null fields stay as they are. */
export function checkReplace(
  command: ReplaceOrder,
  facts: DefineInstrument,
  phase: Phase,
): RefusalRule | null {
  const addsUnsupported =
    command.stopPriceTicks !== null || command.displayQuantity !== null || command.minimumQuantity !== null;
  return (
    checkMarket(facts, phase) ??
    (addsUnsupported ? 'NOT_YET_SUPPORTED' : null) ??
    checkQuantity(command.quantity, facts) ??
    (command.limitPriceTicks === null ? null : checkPrice(command.limitPriceTicks, facts))
  );
}

function checkMarket(facts: DefineInstrument, phase: Phase): RefusalRule | null {
  if (facts.status !== 'ACTIVE') return 'ASSET_NOT_ACTIVE';
  return phase === 'CONTINUOUS' ? null : 'PHASE';
}

function checkSupported(command: NewOrder): RefusalRule | null {
  const supported =
    (command.orderType === 'LIMIT' || command.orderType === 'MARKET') &&
    (command.timeInForce === 'DAY' || command.timeInForce === 'IOC' || command.timeInForce === 'FOK') &&
    command.displayQuantity === null &&
    command.minimumQuantity === null;
  return supported ? null : 'NOT_YET_SUPPORTED';
}

function checkQuantity(quantity: number, facts: DefineInstrument): RefusalRule | null {
  if (!Number.isSafeInteger(quantity) || quantity <= 0 || quantity > facts.maxOrderQuantity)
    return 'QUANTITY_LIMIT';
  return quantity % facts.lotSize === 0 ? null : 'LOT_SIZE';
}

function checkPrices(command: NewOrder, facts: DefineInstrument): RefusalRule | null {
  const { limitPriceTicks, protectionPriceTicks, stopPriceTicks } = command;
  if (command.orderType === 'LIMIT') {
    if (limitPriceTicks === null) return 'PRICE_REQUIRED';
    if (protectionPriceTicks !== null || stopPriceTicks !== null) return 'PRICE_NOT_ALLOWED';
    return checkPrice(limitPriceTicks, facts);
  }
  if (limitPriceTicks !== null || stopPriceTicks !== null) return 'PRICE_NOT_ALLOWED';
  return protectionPriceTicks === null ? null : checkPrice(protectionPriceTicks, facts);
}

function checkPrice(priceTicks: number, facts: DefineInstrument): RefusalRule | null {
  if (!Number.isSafeInteger(priceTicks) || priceTicks <= 0) return 'TICK_SIZE';
  if (facts.priceBand === null) return null;
  const low = Math.ceil(facts.priceBand.lowCentavos / facts.tickCentavos);
  const high = Math.floor(facts.priceBand.highCentavos / facts.tickCentavos);
  return priceTicks >= low && priceTicks <= high ? null : 'PRICE_BAND';
}
