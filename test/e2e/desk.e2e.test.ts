import { afterAll, beforeAll } from 'vitest';
import { describeWithChromium } from './support/chromium.ts';
import { badTimes } from './support/desk/bad-times.ts';
import { looks } from './support/desk/looks.ts';
import { orderLives } from './support/desk/orders.ts';
import { presses } from './support/desk/presses.ts';
import { startScene, type Scene } from './support/desk/scene.ts';
import { visits } from './support/desk/visits.ts';

describeWithChromium('the desk', (executablePath) => {
  let scene: Scene;
  beforeAll(async () => {
    scene = await startScene(executablePath);
  });
  afterAll(() => scene.stop());
  const present = (): Scene => scene;

  looks(present);
  orderLives(present);
  presses(present);
  visits(present);
  badTimes(present);
});
