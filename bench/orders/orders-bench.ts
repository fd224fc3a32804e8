import type { Bench, BenchOptions } from '../section.ts';
import { openScene, type OrdersScene } from './scene.ts';
import { measureChanges, measureCrossing, measureResting } from './sections/gateway.ts';
import { measureService } from './sections/service.ts';

type Measure = (scene: OrdersScene, seconds: number) => Promise<Awaited<ReturnType<typeof measureService>>>;

const SECTIONS: Readonly<Record<string, Measure>> = {
  // First: it ends by canceling what is open.
  crossing: measureCrossing,
  resting: measureResting,
  service: measureService,
  changes: measureChanges,
};

/** The benchmark of the orders' path. All sections share one broker and one measurement of the reference. */
export const ORDERS_BENCH: Bench = {
  names: Object.keys(SECTIONS),
  open: ({ isProfiled, seconds, progress }: BenchOptions) => {
    let opening: Promise<OrdersScene> | null = null;
    const scene = (): Promise<OrdersScene> => (opening ??= openScene(isProfiled, progress));
    return {
      measure: async (name) => {
        const measure = SECTIONS[name];
        if (!measure) throw new Error(`there is no section ${name}`);
        return measure(await scene(), seconds);
      },
      details: async () => (await opening)?.profiles ?? [],
      close: async () => (await opening)?.close(),
    };
  },
};
