import type { StyleSpecification } from 'maplibre-gl';
import { IMAGE_PIXEL_RATIO, mapImages } from './images.ts';
import { LIVE_SOURCES } from './live_source.ts';
import { MapLibreMap, ScaleControl } from './maplibre.ts';
import type { Palette } from './palette.ts';
import type { MapView } from './view.ts';

export const MAX_ZOOM = 20;

/** What a map shows at first: a view, else a box of degrees within a padding in pixels, else the world. */
export interface FirstLook {
  view: MapView | null;
  bounds_deg: [number, number, number, number] | null;
  padding: { top: number; right: number; bottom: number; left: number };
}

/** A map that stays flat with north up. `palette` is asked whenever the map lacks an image. */
export function makeMap(
  container: HTMLElement,
  style: StyleSpecification,
  { view, bounds_deg, padding }: FirstLook,
  palette: () => Palette,
): MapLibreMap {
  const map = new MapLibreMap({
    container,
    style,
    attributionControl: false,
    dragRotate: false,
    pitchWithRotate: false,
    touchPitch: false,
    maxZoom: MAX_ZOOM,
    ...(view
      ? { center: [view.lon_deg, view.lat_deg], zoom: view.zoom }
      : bounds_deg && { bounds: bounds_deg, fitBoundsOptions: { padding } }),
  });
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  const images = () => drawImages(map, palette(), true);
  images();
  map.on('styleimagemissing', images);
  return map;
}

export const addScale = (map: MapLibreMap) =>
  map.addControl(new ScaleControl({ unit: 'metric' }), 'bottom-left');

/** Draws the images of the style in a palette: those the map has, and with `missing` the others too. */
export function drawImages(map: MapLibreMap, palette: Palette, missing = false): void {
  for (const { name, image } of mapImages(palette)) {
    if (map.hasImage(name)) map.updateImage(name, image);
    else if (missing) map.addImage(name, image, { pixelRatio: IMAGE_PIXEL_RATIO });
  }
  map.triggerRepaint();
}

/** Changes what differs; data that the map was handed past its style stays. */
export function restyle(map: MapLibreMap, style: StyleSpecification): void {
  map.setStyle(style, {
    diff: true,
    transformStyle: (previous, next) => {
      const kept = LIVE_SOURCES.filter((id) => previous?.sources[id] && next.sources[id]);
      const sources = Object.fromEntries(kept.map((id) => [id, previous!.sources[id]!]));
      return { ...next, sources: { ...next.sources, ...sources } };
    },
  });
}
