import { HandleDrag, moveBy, type DragPhase, type LonLat } from './handle_drag.ts';
import type { MapLibreMap } from './maplibre.ts';

/** What a handle in hand tells, and asks. */
export interface Holder {
  /** Where the handle stands; null where it is no more. */
  from(): LonLat | null;
  /** Where it is held; null: let go. */
  onhold(at: LonLat | null): void;
  ondrag(at: LonLat, phase: DragPhase): void;
  onclick(): void;
  /** A pointer came down on the button: the handle it means takes it by its `press`. */
  onpress(event: PointerEvent): void;
}

export interface HeldHandle {
  /** Takes hold of the handle, wherever the pointer came down. */
  press(event: PointerEvent): void;
  /** Ends a drag, and all listening. */
  end(): void;
}

/** A pointer that moved less than this has clicked. */
const SLACK_PX = 4;
const KEY_STEP_M = 10;
const ARROWS: Readonly<Record<string, readonly [east: number, north: number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
};

type Listeners = { [Name in keyof HTMLElementEventMap]?: (event: HTMLElementEventMap[Name]) => void };

/**
 * Lets a button be dragged over a map by mouse, finger or pen, and moved by the arrow keys; Escape takes it back.
 * Listeners are the button's own and stop what they hear: the map under it must not move along.
 */
export function holdHandle(button: HTMLElement, map: MapLibreMap, holder: Holder): HeldHandle {
  let drag: HandleDrag | null = null;
  let by_key = false;
  let dragged = false;
  /** The pointer that holds it: where it came down, and from there to the handle's middle. */
  let grip: { id: number; x: number; y: number; dx: number; dy: number } | null = null;

  const moveTo = (at: (from: LonLat) => LonLat) => {
    if (!drag) {
      const from = holder.from();
      if (!from) return;
      drag = new HandleDrag(from, holder.ondrag);
    }
    drag.move(at(drag.at));
    holder.onhold(drag.at);
  };
  const finish = (how: 'end' | 'cancel') => {
    const ended = drag;
    drag = grip = null;
    by_key = false;
    ended?.[how]();
    if (ended) holder.onhold(null);
  };

  const press = (event: PointerEvent) => {
    const from = holder.from();
    if (event.button !== 0 || grip || !from) return;
    finish('end');
    button.focus({ preventScroll: true });
    button.setPointerCapture(event.pointerId);
    const { x, y } = map.project([from[0], from[1]]);
    const { pointerId: id, clientX, clientY } = event;
    grip = { id, x: clientX, y: clientY, dx: x - clientX, dy: y - clientY };
    dragged = false;
  };

  const listeners: Listeners = {
    pointerdown: (event) => {
      event.stopPropagation();
      event.preventDefault();
      holder.onpress(event);
    },
    pointermove: ({ pointerId, clientX, clientY }) => {
      if (pointerId !== grip?.id) return;
      if (!drag && Math.hypot(clientX - grip.x, clientY - grip.y) < SLACK_PX) return;
      dragged = true;
      const { lng, lat } = map.unproject([clientX + grip.dx, clientY + grip.dy]);
      moveTo(() => [lng, lat]);
    },
    pointerup: ({ pointerId }) => {
      if (pointerId !== grip?.id) return;
      finish('end');
      if (!dragged) holder.onclick();
    },
    pointercancel: ({ pointerId }) => {
      if (pointerId === grip?.id) finish('cancel');
    },
    click: (event) => {
      event.stopPropagation();
      const by_keyboard = event.detail === 0;
      if (by_keyboard) holder.onclick();
    },
    keydown: (event) => {
      const step = ARROWS[event.key];
      if (event.key === 'Escape' && drag) {
        event.stopPropagation();
        finish('cancel');
      } else if (step && !grip) {
        event.preventDefault();
        event.stopPropagation();
        by_key = true;
        moveTo((at) => moveBy(at, step[0] * KEY_STEP_M, step[1] * KEY_STEP_M));
      }
    },
    keyup: ({ key }) => {
      if (by_key && ARROWS[key]) finish('end');
    },
    blur: () => {
      if (by_key) finish('end');
    },
  };
  const listening = new AbortController();
  const { signal } = listening;
  for (const [name, listener] of Object.entries(listeners)) {
    button.addEventListener(name, listener as EventListener, { signal });
  }
  const stop = (event: Event) => event.stopPropagation();
  for (const name of ['mousedown', 'touchstart', 'dblclick', 'contextmenu']) {
    button.addEventListener(name, stop, { passive: true, signal });
  }
  const end = () => {
    finish('cancel');
    listening.abort();
  };
  return { press, end };
}
