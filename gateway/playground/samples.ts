/** One tab of the playground. */
export interface Sample {
  readonly query: string;
  readonly variables?: string;
}

const variables = (values: object): string => JSON.stringify(values, null, 2);

const TICKERS = { tickers: ['PETR4', 'VALE3', 'ITUB4'] };

/**
 * The playground's tabs, in the order in which a newcomer runs them. In variables, MY_ACCOUNT stands for the account of
 * the signed-in user, NEW_ID for an id that was not used before.
 */
export const SAMPLES: readonly Sample[] = [
  {
    query: `# Prices change while you watch.
subscription LiveQuotes($tickers: [Ticker!]!) {
  quotes(tickers: $tickers) {
    ticker
    asset { name }
    last
    bid
    ask
    changePercent
    volume
    skipped
  }
}
`,
    variables: variables(TICKERS),
  },
  {
    query: `# Makes a user with an account and signs you in: the other tabs then run in your name.
# Next time run SignIn, in the next tab. To use another token, write {"Authorization": "Bearer TOKEN"} under Headers.
mutation SignUp($input: SignUpInput!) {
  signUp(input: $input) {
    ... on Session { token expiresAt user { email accounts { id name } } }
    ... on Refusal { rule message field }
  }
}
`,
    variables: variables({
      input: { email: 'ana@example.com', name: 'Ana', password: 'correct horse' },
    }),
  },
  {
    query: `mutation SignIn($input: SignInInput!) {
  signIn(input: $input) {
    ... on Session { token expiresAt user { email accounts { id name } } }
    ... on Refusal { rule message }
  }
}
`,
    variables: variables({ input: { email: 'ana@example.com', password: 'correct horse' } }),
  },
  {
    query: `mutation Deposit($input: DepositInput!) {
  deposit(input: $input) {
    ... on Transfer { id amount isRepeat account { cash { available reserved settled } } }
    ... on Refusal { rule message field limit observed }
  }
}
`,
    variables: variables({
      input: { accountId: 'MY_ACCOUNT', amount: '10000.00', clientTransferId: 'NEW_ID' },
    }),
  },
  {
    query: `# Run it in a second window of this page (it ends when you change tabs), then place an order here.
subscription MyOrders($accountId: ID!) {
  orders(accountId: $accountId) {
    cursor
    at
    order { id ticker asset { name } side status quantity filledQuantity averageFillPrice refusal { rule message } }
    execution { price quantity fees settlesOn }
  }
}
`,
    variables: variables({ accountId: 'MY_ACCOUNT' }),
  },
  {
    query: `mutation BuyAtMarket($input: PlaceOrderInput!) {
  placeOrder(input: $input) {
    ... on Order { id status quantity filledQuantity reservedCash }
    ... on Refusal { rule message field limit observed }
  }
}
`,
    variables: variables({
      input: {
        accountId: 'MY_ACCOUNT',
        clientOrderId: 'NEW_ID',
        ticker: 'PETR4',
        side: 'BUY',
        type: 'MARKET',
        quantity: 100,
      },
    }),
  },
  {
    query: `# Sells when the price falls to the stop. It waits OPEN until then; the stream MyOrders shows when it is triggered.
mutation StopLoss($input: PlaceOrderInput!) {
  placeOrder(input: $input) {
    ... on Order { id status type stopPrice limitPrice triggeredAt reservedQuantity }
    ... on Refusal { rule message field limit observed }
  }
}
`,
    variables: variables({
      input: {
        accountId: 'MY_ACCOUNT',
        clientOrderId: 'NEW_ID',
        ticker: 'PETR4',
        side: 'SELL',
        type: 'STOP',
        timeInForce: 'GTC',
        quantity: 100,
        stopPrice: '27.00',
      },
    }),
  },
  {
    query: `# An iceberg: the book shows 100 shares of it at a time. See it in the tab Market.
mutation Iceberg($input: PlaceOrderInput!) {
  placeOrder(input: $input) {
    ... on Order { id status quantity displayQuantity limitPrice reservedCash }
    ... on Refusal { rule message field limit observed }
  }
}
`,
    variables: variables({
      input: {
        accountId: 'MY_ACCOUNT',
        clientOrderId: 'NEW_ID',
        ticker: 'PETR4',
        side: 'BUY',
        quantity: 300,
        displayQuantity: 100,
        limitPrice: '27.50',
      },
    }),
  },
  {
    query: `query MyAccount($accountId: ID!) {
  account(id: $accountId) {
    cash { available reserved settled withdrawable projected { date amount } }
    positions { ticker asset { name } quantity averagePrice marketValue unrealizedProfit }
    statement(first: 10) { nodes { at kind description amount balance } }
    orders(first: 10) { nodes { createdAt ticker side status quantity averageFillPrice } }
  }
}
`,
    variables: variables({ accountId: 'MY_ACCOUNT' }),
  },
  {
    query: `query Market($tickers: [Ticker!]!) {
  marketStatus { phase now nextPhase nextPhaseAt }
  quotes(tickers: $tickers) { ticker asset { name lotSize tickSize } last bid ask volume }
  asset(ticker: "PETR4") { book(depth: 5) { bids { price quantity } asks { price quantity } } }
}
`,
    variables: variables(TICKERS),
  },
];
