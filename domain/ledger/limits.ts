/**
 * Limit of what an account has after a deposit: its cash, the cost of its shares and the losses of those that it has sold (R$ 40
 * trillion). Twice the limit is still a safe integer, so the sums of a portfolio and of its equity are.
 */
export const MAX_ACCOUNT_CENTAVOS = 4_000_000_000_000_000;

/**
 * Limit of cost and losses after a deposit of shares, whose cost nobody has paid here (R$ 4 trillion). The results and the carried
 * losses of the 20 accounts of a user sum to safe integers.
 */
export const MAX_SHARES_COST_CENTAVOS = 400_000_000_000_000;

/** Limit of the mean cost of deposited shares: R$ 1 million a share, far above any price of the exchange. */
export const MAX_DEPOSITED_AVERAGE_BILLIONTHS = 1_000_000_000_000_000n;

/** Limit of an account's shares of one ticker after a deposit. Later purchases still fit 32 bits. */
export const MAX_OWNED_SHARES = 1_000_000_000;
