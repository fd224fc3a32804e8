/** The subscriptions of the sockets of the fan-out benchmarks, and the frames that they get. */

export const QUOTE = 'quotes(tickers: $tickers) { ticker last bid ask volume sequence skipped at }';
export const ENRICHED =
  'quotes(tickers: $tickers) { ticker last bid ask volume sequence skipped at asset { name } }';
export const subscription = (field: string): string => `subscription Q($tickers: [Ticker!]!) { ${field} }`;

const DATA =
  '"ticker":"PETR4","last":"28.90","bid":"28.90","ask":"28.92","volume":1000000,"sequence":1,"skipped":0,"at":"2026-03-16T13:00:00.000Z"';
/** A frame as the gateway sends it. */
const frameOf = (data: string): string =>
  `{"id":"8a1c29f1-6d3f-4c39-8a35-5d9c5fa1d3a7","type":"next","payload":{"data":{"quotes":{${data}}}}}`;
export const READY = frameOf(DATA);
export const READY_ENRICHED = frameOf(`${DATA},"asset":{"name":"Name of PETR4"}`);
