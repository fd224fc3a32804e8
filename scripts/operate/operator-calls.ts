import type { AssetsOperatorRpc } from '#contracts/calls/assets.ts';
import type { IdentityOperatorRpc } from '#contracts/calls/identity.ts';
import type { EngineRpc } from '#contracts/calls/engine.ts';
import type { OrdersOperatorRpc } from '#contracts/calls/orders.ts';
import type { WalletOperatorRpc } from '#contracts/calls/wallet.ts';

/** The calls that actions make: assets, and the leader of each engine shard. */
export interface OperatorCalls {
  readonly assets: AssetsOperatorRpc;
  readonly identity: IdentityOperatorRpc;
  readonly wallet: WalletOperatorRpc;
  readonly orders: OrdersOperatorRpc;
  readonly engines: readonly EngineRpc[];
  /** Whether assets has an instrument of this ticker. */
  isListed(ticker: string): Promise<boolean>;
  /** Current time of the market's clock. */
  marketNowMs(): Promise<number>;
}
