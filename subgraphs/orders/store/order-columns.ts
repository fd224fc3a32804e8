import type { OrderRecord } from '#domain/orders/lifecycle/order-record.ts';
import { createRelation, type RelationColumn } from '#platform/postgres/sql/relation.ts';

type Column = RelationColumn<OrderRecord>;
const text = (name: string, of: Column['of']): Column => ({ name, type: 'text', of });
const number = (name: string, of: Column['of']): Column => ({ name, type: 'bigint', of });
const json = (name: string, of: Column['of']): Column => ({ name, type: 'jsonb', of });

const ID = text('id', ({ orderId }) => orderId);

/** The columns of an order that its owner sets and that no event changes. */
const FIXED: readonly Column[] = [
  ID,
  text('account_id', ({ accountId }) => accountId),
  text('owner_id', ({ ownerId }) => ownerId),
  text('client_order_id', ({ clientOrderId }) => clientOrderId),
  text('content', ({ content }) => content),
  text('ticker', ({ ticker }) => ticker),
  text('custody_ticker', ({ custodyTicker }) => custodyTicker),
  text('asset_kind', ({ assetKind }) => assetKind),
  number('tick_centavos', ({ tickCentavos }) => tickCentavos),
  text('side', ({ side }) => side),
  text('type', ({ type }) => type),
  text('time_in_force', ({ timeInForce }) => timeInForce),
  text('expires_on', ({ expiresOn }) => expiresOn),
  number('lot_size', ({ lotSize }) => lotSize),
  text('costs_day', ({ costsDay }) => costsDay),
  json('brokerage', ({ brokerage }) => JSON.stringify(brokerage)),
  text('correlation_id', ({ correlationId }) => correlationId),
  number('intent_at_ms', ({ intentAtMs }) => intentAtMs),
  number('created_at_ms', ({ createdAtMs }) => createdAtMs),
];

/** The columns of an order that requests and reports change. */
const CHANGING: readonly Column[] = [
  number('quantity', ({ quantity }) => quantity),
  number('display_quantity', ({ displayQuantity }) => displayQuantity),
  number('minimum_quantity', ({ minimumQuantity }) => minimumQuantity),
  number('limit_price_centavos', ({ limitPriceCentavos }) => limitPriceCentavos),
  number('protection_price_centavos', ({ protectionPriceCentavos }) => protectionPriceCentavos),
  number('stop_price_centavos', ({ stopPriceCentavos }) => stopPriceCentavos),
  number('triggered_at_ms', ({ triggeredAtMs }) => triggeredAtMs),
  text('status', ({ status }) => status),
  text('cancel_request_id', ({ cancelRequestId }) => cancelRequestId),
  text('replace_request_id', ({ replacement }) => replacement?.requestId ?? null),
  number('replace_quantity', ({ replacement }) => replacement?.quantity ?? null),
  number('replace_limit_price_centavos', ({ replacement }) => replacement?.limitPriceCentavos ?? null),
  number('replace_stop_price_centavos', ({ replacement }) => replacement?.stopPriceCentavos ?? null),
  number('replace_display_quantity', ({ replacement }) => replacement?.displayQuantity ?? null),
  number('replace_minimum_quantity', ({ replacement }) => replacement?.minimumQuantity ?? null),
  number('filled_quantity', ({ filledQuantity }) => filledQuantity),
  number('leaves_quantity', ({ leavesQuantity }) => leavesQuantity),
  number('filled_centavos', ({ filledCentavos }) => filledCentavos),
  number('costs_centavos', ({ costsCentavos }) => costsCentavos),
  number('traded_days', ({ tradedDays }) => tradedDays),
  text('filled_day', ({ filledDay }) => filledDay),
  number('day_ordinary_centavos', ({ dayOrdinaryCentavos }) => dayOrdinaryCentavos),
  number('day_auction_centavos', ({ dayAuctionCentavos }) => dayAuctionCentavos),
  number('reserved_centavos', ({ reservedCentavos }) => reservedCentavos),
  number('reserved_quantity', ({ reservedQuantity }) => reservedQuantity),
  json('refusal', ({ refusal }) => refusal && JSON.stringify(refusal)),
  number('execution_count', ({ executionCount }) => executionCount),
  number('updated_at_ms', ({ updatedAtMs }) => updatedAtMs),
  number('version', ({ version }) => version),
];

const namesOf = (columns: readonly Column[]): string => columns.map(({ name }) => name).join(', ');

const INTENT: readonly Column[] = [...FIXED, ...CHANGING].map((column) =>
  column.name === 'status' ? text('status', () => 'RESERVING') : column,
);

/** The names of an order's columns, in the order of `intentRows`. */
export const ORDER_COLUMNS = namesOf(INTENT);

/** Orders as rows of intents. */
export const intentRows = createRelation(INTENT);

/** The ids and the changing columns of orders. */
export const changedRows = createRelation([ID, ...CHANGING]);

/** Assigns the changing columns of the relation `r`. */
export const CHANGES = CHANGING.map(({ name }) => `${name} = r.${name}`).join(', ');
