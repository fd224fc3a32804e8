/** One tab of the playground. */
export interface Sample {
  readonly query: string;
  readonly variables?: string;
}

/** A word in variables that the playground replaces when a tab runs. `browser/placeholders.js` does it. */
export interface Placeholder {
  readonly word: string;
  readonly meaning: string;
}

export const PLACEHOLDERS: readonly Placeholder[] = [
  { word: 'MY_ACCOUNT', meaning: 'the account of the signed-in user' },
  { word: 'MY_EMAIL', meaning: 'the email of the last SignUp or SignIn in this browser' },
  { word: 'NEW_EMAIL', meaning: 'an email that nobody has used, so that SignUp can run again' },
  {
    word: 'NEW_ID',
    meaning:
      'an id that was not used before; write one of your own to see that a repeat has the effect of one request',
  },
  { word: 'BID', meaning: "the best price that buyers of the order's ticker offer now" },
  { word: 'ASK', meaning: "the best price that sellers of the order's ticker ask now" },
  { word: 'BID-3%, ASK+1%', meaning: 'that price less or plus a part of it, on a whole tick' },
];

const variables = (values: object): string => JSON.stringify(values, null, 2);

const TICKERS = { tickers: ['PETR4', 'VALE3', 'ITUB4'] };

const ORDER = { accountId: 'MY_ACCOUNT', clientOrderId: 'NEW_ID', ticker: 'PETR4' };

/** The playground's tabs, in the order in which a newcomer runs them: none is refused then. Their lines fit the editor. */
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
    query: `# Makes a user with an account and signs you in:
# the other tabs then run in your name.
# For another token, write under Headers:
# {"Authorization": "Bearer TOKEN"}
mutation SignUp($input: SignUpInput!) {
  signUp(input: $input) {
    ... on Session {
      token
      expiresAt
      user { email accounts { id name } }
    }
    ... on Refusal { rule message field }
  }
}
`,
    variables: variables({ input: { email: 'NEW_EMAIL', name: 'Ana', password: 'correct horse' } }),
  },
  {
    query: `# For your next visit: it signs you in again.
mutation SignIn($input: SignInInput!) {
  signIn(input: $input) {
    ... on Session {
      token
      expiresAt
      user { email accounts { id name } }
    }
    ... on Refusal { rule message }
  }
}
`,
    variables: variables({ input: { email: 'MY_EMAIL', password: 'correct horse' } }),
  },
  {
    query: `mutation Deposit($input: DepositInput!) {
  deposit(input: $input) {
    ... on Transfer {
      id
      amount
      isRepeat
      account {
        cash { available reserved settled }
      }
    }
    ... on Refusal {
      rule message field limit observed
    }
  }
}
`,
    variables: variables({
      input: { accountId: 'MY_ACCOUNT', amount: '50000.00', clientTransferId: 'NEW_ID' },
    }),
  },
  {
    query: `# Run it in a second window of this page, then
# place orders here: it ends when you change tabs.
subscription MyOrders($accountId: ID!) {
  orders(accountId: $accountId) {
    cursor
    at
    order {
      id ticker side status quantity
      filledQuantity averageFillPrice
      refusal { rule message }
    }
    execution { price quantity fees settlesOn }
  }
}
`,
    variables: variables({ accountId: 'MY_ACCOUNT' }),
  },
  {
    query: `# A limit above the best offer fills at once, at
# the price of that offer.
mutation Buy($input: PlaceOrderInput!) {
  placeOrder(input: $input) {
    ... on Order {
      id status quantity filledQuantity
      limitPrice reservedCash
    }
    ... on Refusal {
      rule message field limit observed
    }
  }
}
`,
    variables: variables({
      input: { ...ORDER, side: 'BUY', type: 'LIMIT', quantity: 100, limitPrice: 'ASK+1%' },
    }),
  },
  {
    query: `# Sells when the price falls to the stop, and is
# OPEN until then.
mutation StopLoss($input: PlaceOrderInput!) {
  placeOrder(input: $input) {
    ... on Order {
      id status type stopPrice
      triggeredAt reservedQuantity
    }
    ... on Refusal {
      rule message field limit observed
    }
  }
}
`,
    variables: variables({
      input: {
        ...ORDER,
        side: 'SELL',
        type: 'STOP',
        timeInForce: 'GTC',
        quantity: 100,
        stopPrice: 'BID-3%',
      },
    }),
  },
  {
    query: `# An iceberg: the book, in the tab Market, shows
# 100 shares of it at a time.
mutation Iceberg($input: PlaceOrderInput!) {
  placeOrder(input: $input) {
    ... on Order {
      id status quantity displayQuantity
      limitPrice reservedCash
    }
    ... on Refusal {
      rule message field limit observed
    }
  }
}
`,
    variables: variables({
      input: { ...ORDER, side: 'BUY', quantity: 300, displayQuantity: 100, limitPrice: 'BID' },
    }),
  },
  {
    query: `query MyAccount($accountId: ID!) {
  account(id: $accountId) {
    cash {
      available reserved settled withdrawable
      projected { date amount }
    }
    positions {
      ticker quantity averagePrice
      marketValue unrealizedProfit
    }
    statement(first: 10) {
      nodes { at kind description amount balance }
    }
    orders(first: 10) {
      nodes { ticker side status quantity }
    }
  }
}
`,
    variables: variables({ accountId: 'MY_ACCOUNT' }),
  },
  {
    query: `query Market($tickers: [Ticker!]!) {
  marketStatus { phase now nextPhase nextPhaseAt }
  quotes(tickers: $tickers) {
    ticker
    asset { name lotSize tickSize }
    last bid ask volume
  }
  asset(ticker: "PETR4") {
    book(depth: 5) {
      bids { price quantity }
      asks { price quantity }
    }
  }
}
`,
    variables: variables(TICKERS),
  },
];

/** The name of a sample's operation, which is the title of its tab. */
export const nameOf = ({ query }: Sample): string =>
  /^(?:query|mutation|subscription) (\w+)/m.exec(query)?.[1] ?? '';
