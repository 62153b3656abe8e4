import { expect, it } from 'vitest';
import { HandleDrag, moveBy, type DragPhase, type LonLat } from './handle_drag.ts';

function dragWith(from: LonLat) {
  const told: [DragPhase, LonLat][] = [];
  let due: (() => void) | null = null;
  const drag = new HandleDrag(
    from,
    (at, phase) => told.push([phase, at]),
    (run) => {
      due = run;
      return () => (due = null);
    },
  );
  const frame = () => {
    const run = due;
    due = null;
    run?.();
  };
  return { drag, told, frame };
}

it('tells the newest place once a frame, and always the last', () => {
  const { drag, told, frame } = dragWith([1, 1]);
  drag.move([2, 2]);
  drag.move([3, 3]);
  frame();
  frame();
  drag.move([4, 4]);
  drag.move([5, 5]);
  drag.end();
  frame();
  expect(told).toEqual([
    ['start', [1, 1]],
    ['move', [3, 3]],
    ['end', [5, 5]],
  ]);
});

it('goes back to where it began when it is cancelled', () => {
  const { drag, told, frame } = dragWith([1, 1]);
  drag.move([2, 2]);
  drag.cancel();
  frame();
  expect(told).toEqual([
    ['start', [1, 1]],
    ['end', [1, 1]],
  ]);
});

it('steps by metres whatever the latitude', () => {
  const [lon_deg, lat_deg] = moveBy([8, 60], 10, -10);
  expect((lat_deg - 60) * 111_320).toBeCloseTo(-10, 6);
  expect((lon_deg - 8) * 111_320 * 0.5).toBeCloseTo(10, 6);
});
