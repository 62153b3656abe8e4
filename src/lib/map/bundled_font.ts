import style_url from '@fontsource-variable/noto-sans-sc/index.css?url';
import unicode_ranges from '@fontsource-variable/noto-sans-sc/unicode.json';
import type { StyleSpecification } from 'maplibre-gl';
import { loadStyle } from './late_style.ts';
import { FONT } from './source.ts';

void loadStyle(style_url);

const FILES = import.meta.glob<string>(
  '/node_modules/@fontsource-variable/noto-sans-sc/files/*-wght-normal.woff2',
  { query: '?url', import: 'default', eager: true },
);

/**
 * The bundled Chinese face for a machine that has none: for the page by its style sheet, for the map as font faces.
 * A file is fetched when a character in its range is first written.
 */
export const BUNDLED_FACES: NonNullable<StyleSpecification['font-faces']> = {
  [FONT[0]!]: Object.entries(unicode_ranges).flatMap(([subset, range]) => {
    const name = subset.replace(/[[\]]/g, '');
    const found = Object.entries(FILES).find(([path]) =>
      path.endsWith(`/noto-sans-sc-${name}-wght-normal.woff2`),
    );
    if (!found) return [];
    const url = new URL(found[1], location.href).href;
    return [{ url, 'unicode-range': range.split(',') }];
  }),
};
