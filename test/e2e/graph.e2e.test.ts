import { afterAll, beforeAll, describe } from 'vitest';
import { errors } from './support/graph/errors.ts';
import { fuzzErrors } from './support/graph/fuzz-errors.ts';
import { marketData } from './support/graph/market-data.ts';
import { marketStreams } from './support/graph/market-streams.ts';
import { orderRefusals } from './support/graph/order-refusals.ts';
import { orderTypes } from './support/graph/order-types.ts';
import { orderViews } from './support/graph/order-views.ts';
import { startGraphScene, type GraphScene } from './support/graph/scene.ts';

/** The public graph on one broker. The order of the parts counts: some find a market without trades, and random input leaves orders. */
describe('the graph', () => {
  let scene: GraphScene;
  beforeAll(async () => {
    scene = await startGraphScene();
  });
  afterAll(() => scene.stop());
  const present = (): GraphScene => scene;

  describe('answers errors', () => errors(present));
  describe('refuses orders', () => orderRefusals(present));
  describe('shows a market without trades', () => marketData(present));
  describe('takes orders of every kind', () => orderTypes(present));
  describe('follows candles and portfolios', () => marketStreams(present));
  describe('shows orders and nodes', () => orderViews(present));
  describe('answers random input', () => fuzzErrors(present));
});
