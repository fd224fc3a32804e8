import { tickerOfAssetId } from '#contracts/graph/asset-id.ts';
import { readNoteId } from '#contracts/graph/note-id.ts';
import { readPositionId } from '#contracts/graph/position-id.ts';
import { isIndex } from '#domain/market/index-asset.ts';
import { requireScope } from '#platform/graphql/access.ts';
import { badInput } from '#platform/graphql/errors.ts';
import { ownAccount, ownOrder } from './access.ts';
import type { Context } from './context.ts';
import {
  assetModel,
  type AssetModel,
  type CorporateActionModel,
  type NodeModel,
  type NoteModel,
  type PositionModel,
} from './models.ts';

/** Highest number of ids in one selection of `nodes`. */
const MAX_NODES = 100;

/**
 * Finds an object by the prefix of its id; null when it does not exist or belongs to another user. Unless the id is an
 * instrument's or a corporate action's, throws UNAUTHENTICATED without a caller and FORBIDDEN for a caller without the scope READ.
 *
 * The objects of other parts are references: their existence is checked here, because a reference to an absent entity
 * would give the client an object without data instead of null.
 */
export function nodeOf(id: string, context: Context): Promise<NodeModel | null> {
  const ticker = tickerOfAssetId(id);
  if (ticker !== null) return knownAsset(ticker, context);
  if (ACTION_ID.test(id)) return knownAction(id, context);
  return ownNode(id, context);
}

/** Finds objects in the order of their ids; an error takes the place of an object that could not be looked up. */
export function nodesOf(ids: readonly string[], context: Context): Promise<NodeModel | null>[] {
  if (ids.length <= MAX_NODES) return ids.map((id) => nodeOf(id, context));
  throw badInput(`"ids" must have at most ${MAX_NODES} ids, not ${ids.length}.`);
}

async function ownNode(id: string, context: Context): Promise<NodeModel | null> {
  const { userId } = requireScope(context, 'READ', 'The object of this id');
  if (id.startsWith('ord_')) return ownOrder(id, context);
  if (id.startsWith('acc_')) return ownAccount(id, context);
  if (id.startsWith('pos_')) return ownPosition(id, context);
  if (id.startsWith('note_')) return ownNote(id, context);
  if (CREDENTIAL_ID.test(id)) return ownCredential(id, context);
  return id === userId ? { __typename: 'User', id } : null;
}

/** Id of a corporate action; see `actionIdOf` of the domain. */
const ACTION_ID = /^cac_[A-Z0-9_]{1,40}_[0-9-]{10}(_[0-9]{1,4})?$/;

/** Id of a session or of an API key. */
const CREDENTIAL_ID = /^(ses|apk)_[0-9a-z]{26}$/;

async function ownCredential(id: string, context: Context): Promise<NodeModel | null> {
  const isOwned = await context.ownsCredential.load(id);
  return isOwned ? { __typename: id.startsWith('ses_') ? 'UserSession' : 'ApiKey', id } : null;
}

async function knownAsset(ticker: string, context: Context): Promise<AssetModel | null> {
  if (isIndex(ticker)) return assetModel(ticker);
  const instrument = await context.instruments.load(ticker);
  return instrument && assetModel(ticker);
}

async function knownAction(id: string, context: Context): Promise<CorporateActionModel | null> {
  const isKnown = await context.hasCorporateAction.load(id);
  return isKnown ? { __typename: 'CorporateAction', id } : null;
}

async function ownPosition(id: string, context: Context): Promise<PositionModel | null> {
  const parts = readPositionId(id);
  const account = parts && (await ownAccount(parts.accountId, context));
  if (!account) return null;
  const tickers = await context.positionTickers.load(account.id);
  return tickers.includes(parts.ticker) ? { __typename: 'Position', id } : null;
}

async function ownNote(id: string, context: Context): Promise<NoteModel | null> {
  const key = readNoteId(id);
  const account = key && (await ownAccount(key.accountId, context));
  if (!account) return null;
  const exists = await context.hasNote.load(key);
  return exists ? { __typename: 'Note', id } : null;
}
