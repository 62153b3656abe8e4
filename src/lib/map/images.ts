import type { Verdict } from '../domain/coverage/verdict.ts';
import { HATCH_SIZE, HATCHING } from './hatching.ts';
import type { Palette } from './palette.ts';
import { SYMBOLS, type MapSymbol, type SymbolName } from './symbols.ts';

/** Pixels of an image for each of its units: sharp up to twofold displays. */
export const IMAGE_PIXEL_RATIO = 2;

export const hatchImage = (verdict: Verdict) => `hatch-${verdict}`;

/** Every image the style names, drawn in this palette. */
export function mapImages(palette: Palette): { name: string; image: ImageData }[] {
  const verdicts = Object.keys(HATCHING) as Verdict[];
  const names = Object.keys(SYMBOLS) as SymbolName[];
  return [
    ...verdicts.map((verdict) => ({
      name: hatchImage(verdict),
      image: drawHatch(HATCHING[verdict], palette),
    })),
    ...names.map((name) => ({ name, image: drawSymbol(SYMBOLS[name], palette) })),
  ];
}

function drawHatch(path: string, palette: Palette): ImageData {
  const context = canvas(HATCH_SIZE);
  context.strokeStyle = palette.hatch;
  context.lineWidth = 1.2;
  if (path) context.stroke(new Path2D(path));
  return pixels(context);
}

function drawSymbol({ size, parts }: MapSymbol, palette: Palette): ImageData {
  const context = canvas(size);
  context.lineCap = 'round';
  for (const { path, fill, stroke, width } of parts) {
    const shape = new Path2D(path);
    if (fill) {
      context.fillStyle = colour(palette, fill);
      context.fill(shape);
    }
    if (stroke) {
      context.strokeStyle = colour(palette, stroke);
      context.lineWidth = width ?? 1;
      context.stroke(shape);
    }
  }
  return pixels(context);
}

function colour(palette: Palette, key: keyof Palette): string {
  const value = palette[key];
  if (typeof value !== 'string') throw new RangeError(`${key} is not one colour`);
  return value;
}

function canvas(size: number): CanvasRenderingContext2D {
  const element = document.createElement('canvas');
  element.width = element.height = size * IMAGE_PIXEL_RATIO;
  const context = element.getContext('2d');
  if (!context) throw new Error('This browser draws no 2D canvas');
  context.scale(IMAGE_PIXEL_RATIO, IMAGE_PIXEL_RATIO);
  return context;
}

const pixels = (context: CanvasRenderingContext2D) =>
  context.getImageData(0, 0, context.canvas.width, context.canvas.height);
