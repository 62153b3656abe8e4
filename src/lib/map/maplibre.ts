import 'maplibre-gl/dist/maplibre-gl.css';
import { Map, ScaleControl, setWorkerUrl } from 'maplibre-gl';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url';

/** Imported when a map is mounted, never before: it is many times the size of the page. */
setWorkerUrl(workerUrl);

export { Map as MapLibreMap, ScaleControl };
