/** GraphQL Code Generator with the client preset: decimals, times and cursors are texts. */
export default {
  schema: 'http://127.0.0.1:4000/graphql',
  documents: ['src/**/*.{ts,tsx}'],
  generates: {
    './src/gql/': {
      preset: 'client',
      config: {
        scalars: {
          Cursor: 'string',
          Date: 'string',
          DateTime: 'string',
          Decimal: 'string',
          Long: 'number',
          Ticker: 'string',
        },
        strictScalars: true,
        enumsAsTypes: true,
      },
    },
  },
};
