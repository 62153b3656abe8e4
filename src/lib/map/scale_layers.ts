import type { LayerSpecification } from 'maplibre-gl';

/** The sizes that grow on a wall, where the map is read from metres away. */
const SIZES = [
  'text-size',
  'icon-size',
  'circle-radius',
  'circle-stroke-width',
  'line-width',
  'text-halo-width',
] as const;

/** Layers with every size multiplied; by 1 they come back as they are. */
export function scaleLayers(layers: LayerSpecification[], factor: number): LayerSpecification[] {
  if (factor === 1) return layers;
  return layers.map((layer) => {
    const scaled = { ...layer } as Record<string, unknown>;
    for (const group of ['layout', 'paint']) {
      const properties = { ...(scaled[group] as Record<string, unknown> | undefined) };
      for (const size of SIZES) {
        if (size in properties) properties[size] = scaleOutputs(properties[size], factor);
      }
      if (Object.keys(properties).length > 0) scaled[group] = properties;
    }
    return scaled as unknown as LayerSpecification;
  });
}

/** Which entries of an expression are its outputs; expressions must keep their form, so they are not wrapped. */
const IS_OUTPUT: Record<string, (index: number, length: number) => boolean> = {
  interpolate: (index) => index >= 4 && index % 2 === 0,
  step: (index) => index >= 2 && index % 2 === 0,
  match: (index, length) => index === length - 1 || (index >= 3 && index % 2 === 1),
};

/** @throws RangeError for an expression whose outputs are not known. */
export function scaleOutputs(value: unknown, factor: number): unknown {
  if (typeof value === 'number') return value * factor;
  if (Array.isArray(value)) {
    const isOutput = IS_OUTPUT[String(value[0])];
    if (isOutput) {
      return value.map((part, i) => (isOutput(i, value.length) ? scaleOutputs(part, factor) : part));
    }
  }
  throw new RangeError(`expected a number, interpolate, step or match, got ${JSON.stringify(value)}`);
}
