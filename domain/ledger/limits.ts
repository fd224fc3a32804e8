/**
 * Limit of the cash owned by an account, and of the cost of its shares of one ticker: R$ 40 trillion. Twice the limit is
 * still a safe integer.
 */
export const MAX_ACCOUNT_CENTAVOS = 4_000_000_000_000_000;

/** Limit of the mean cost of deposited shares: R$ 1 million a share, far above any price of the exchange. */
export const MAX_DEPOSITED_AVERAGE_BILLIONTHS = 1_000_000_000_000_000n;

/** Limit of an account's shares of one ticker after a deposit. Later purchases still fit 32 bits. */
export const MAX_OWNED_SHARES = 1_000_000_000;
