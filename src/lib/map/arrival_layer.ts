import type { CustomLayerInterface, CustomRenderMethodInput } from 'maplibre-gl';
import type { ArrivalBand } from './arrival_bands.ts';
import {
  mercatorX,
  mercatorY,
  packSegments,
  runsInSight,
  SEGMENTS_PER_ROW,
  UNITS,
  type PackedSegments,
  type SegmentColumns,
} from './arrival_segments.ts';
import { ARRIVAL_FRAGMENT, ARRIVAL_VERTEX } from './arrival_shader.ts';
import { EDGES_PER_ROW, EdgeTexels } from './edge_texels.ts';
import type { MapLibreMap } from './maplibre.ts';

/** How arrivals are drawn. */
export interface ArrivalLook {
  bands: readonly ArrivalBand[];
  /** #rrggbb around the lines. */
  casing: string;
  /** Widths against those of a desk screen. */
  scale: number;
}

const UNIFORMS = [
  'u_matrix',
  'u_viewport_px',
  'u_reach_px',
  'u_last_s',
  'u_edges',
  'u_segments',
  'u_bands',
  'u_band_s',
  'u_band_colour',
  'u_band_half_px',
  'u_casing_px',
  'u_casing_colour',
] as const;
type Uniform = (typeof UNIFORMS)[number];

interface Graphics {
  program: WebGLProgram;
  at: Record<Uniform, WebGLUniformLocation | null>;
  edges: WebGLTexture;
  segments: WebGLTexture;
  /** Without attributes: a vertex knows its number, and looks the rest up. */
  vertices: WebGLVertexArrayObject;
}

/** Vertices a segment: two triangles. */
const CORNERS = 6;
const CASING_PX = 1.2;
/** From afar a casing is noise, and twice the work. */
const CASED_ZOOM = 12;

/** Full width of a line in CSS pixels by zoom. */
const widthAt = (zoom: number) =>
  zoom < 10 ? 1.4 : zoom < 14 ? 1.4 + (zoom - 10) * 0.45 : 3.2 + (zoom - 14) * 0.8;

/**
 * The streets a vehicle reaches, each point of them in the band of its own arrival. Segments go to the graphics card
 * once; a new picture of the edges uploads the rows of a texture that changed and nothing else.
 */
export class ArrivalLayer implements CustomLayerInterface {
  readonly id = 'arrival';
  readonly type = 'custom';
  readonly renderingMode = '2d';
  private map: MapLibreMap | null = null;
  private gl: WebGL2RenderingContext | null = null;
  private graphics: Graphics | null = null;
  private readonly segments: PackedSegments;
  private readonly texels: EdgeTexels;
  private look: ArrivalLook;

  /** `edges`: how many edges a picture holds. */
  constructor(segments: SegmentColumns, edges: number, look: ArrivalLook) {
    this.segments = packSegments(segments);
    this.texels = new EdgeTexels(edges);
    this.look = look;
  }

  setLook(look: ArrivalLook): void {
    this.look = look;
    this.map?.triggerRepaint();
  }

  /** EDGE_PICTURE_STRIDE floats an edge. */
  setPicture(picture: Float32Array): void {
    const changed = this.texels.write(picture);
    if (this.gl && this.graphics) {
      for (const { first, count } of changed) this.upload(this.gl, this.graphics, first, count);
    }
    if (changed.length > 0) this.map?.triggerRepaint();
  }

  onAdd(map: MapLibreMap, gl: WebGL2RenderingContext): void {
    this.map = map;
    this.gl = gl;
    this.graphics = makeGraphics(gl, this.segments, this.texels);
  }

  onRemove(_map: MapLibreMap, gl: WebGL2RenderingContext): void {
    if (this.graphics) {
      gl.deleteProgram(this.graphics.program);
      gl.deleteTexture(this.graphics.edges);
      gl.deleteTexture(this.graphics.segments);
      gl.deleteVertexArray(this.graphics.vertices);
    }
    this.map = this.gl = this.graphics = null;
  }

  render(gl: WebGL2RenderingContext, { defaultProjectionData }: CustomRenderMethodInput): void {
    const { graphics, map } = this;
    if (!graphics || !map) return;
    const { program, at, edges, segments, vertices } = graphics;
    const [width_px, height_px] = [gl.drawingBufferWidth, gl.drawingBufferHeight];
    const pixel_ratio = width_px / map.getCanvas().clientWidth;
    const half_px = (widthAt(map.getZoom()) / 2) * pixel_ratio * this.look.scale;
    const casing_px = CASING_PX * pixel_ratio * this.look.scale;
    const { bands } = this.look;

    gl.useProgram(program);
    gl.disable(gl.DEPTH_TEST);
    gl.disable(gl.STENCIL_TEST);
    gl.disable(gl.CULL_FACE);
    gl.enable(gl.BLEND);
    gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
    gl.activeTexture(gl.TEXTURE1);
    gl.bindTexture(gl.TEXTURE_2D, segments);
    gl.activeTexture(gl.TEXTURE0);
    gl.bindTexture(gl.TEXTURE_2D, edges);
    gl.uniform1i(at.u_edges, 0);
    gl.uniform1i(at.u_segments, 1);
    gl.uniformMatrix4fv(at.u_matrix, false, this.fromLocal(defaultProjectionData.mainMatrix));
    gl.uniform2f(at.u_viewport_px, width_px, height_px);
    gl.uniform1f(at.u_reach_px, half_px + casing_px + 1);
    gl.uniform1f(at.u_last_s, bands.at(-1)?.until_s ?? -1);
    gl.uniform1i(at.u_bands, bands.length);
    gl.uniform1fv(
      at.u_band_s,
      bands.map(({ until_s }) => until_s),
    );
    gl.uniform1fv(
      at.u_band_half_px,
      bands.map(({ width }) => width * half_px),
    );
    gl.uniform3fv(
      at.u_band_colour,
      bands.flatMap(({ colour }) => channels(colour)),
    );
    gl.uniform3fv(at.u_casing_colour, channels(this.look.casing));

    gl.bindVertexArray(vertices);
    const runs = runsInSight(this.segments.chunks, this.boxInSight(map));
    const passes_px = map.getZoom() < CASED_ZOOM ? [0] : [casing_px, 0];
    for (const pass_casing_px of passes_px) {
      gl.uniform1f(at.u_casing_px, pass_casing_px);
      for (const { first, count } of runs) gl.drawArrays(gl.TRIANGLES, first * CORNERS, count * CORNERS);
    }
    gl.bindVertexArray(null);
  }

  /** Local units to clip space: multiplied in doubles, so that nothing trembles from close by. */
  private fromLocal(main: ArrayLike<number>): Float32Array {
    const [x, y] = this.segments.origin;
    return Float32Array.from({ length: 16 }, (_, i) => {
      if (i < 8) return main[i]! / UNITS;
      return i < 12 ? main[i]! : main[i]! + main[i - 12]! * x + main[i - 8]! * y;
    });
  }

  private boxInSight(map: MapLibreMap) {
    const bounds = map.getBounds();
    const [x, y] = this.segments.origin;
    const margin = (24 * UNITS) / (512 * 2 ** map.getZoom());
    return {
      west: (mercatorX(bounds.getWest()) - x) * UNITS - margin,
      east: (mercatorX(bounds.getEast()) - x) * UNITS + margin,
      north: (mercatorY(bounds.getNorth()) - y) * UNITS - margin,
      south: (mercatorY(bounds.getSouth()) - y) * UNITS + margin,
    };
  }

  private upload(gl: WebGL2RenderingContext, { edges }: Graphics, first: number, count: number): void {
    gl.activeTexture(gl.TEXTURE0);
    gl.bindTexture(gl.TEXTURE_2D, edges);
    plainUnpack(gl);
    const rows = this.texels.row(first, count);
    gl.texSubImage2D(gl.TEXTURE_2D, 0, 0, first, 2 * EDGES_PER_ROW, count, gl.RGBA, gl.FLOAT, rows);
    gl.bindTexture(gl.TEXTURE_2D, null);
  }
}

/** Floats are data: whatever the map asked for its images does not apply. */
function plainUnpack(gl: WebGL2RenderingContext): void {
  gl.pixelStorei(gl.UNPACK_PREMULTIPLY_ALPHA_WEBGL, false);
  gl.pixelStorei(gl.UNPACK_FLIP_Y_WEBGL, false);
  gl.pixelStorei(gl.UNPACK_ALIGNMENT, 4);
}

function makeGraphics(gl: WebGL2RenderingContext, segments: PackedSegments, texels: EdgeTexels): Graphics {
  const program = link(gl);
  const at = Object.fromEntries(
    UNIFORMS.map((name) => [name, gl.getUniformLocation(program, name)]),
  ) as Graphics['at'];
  return {
    program,
    at,
    edges: floatTexture(gl, EDGES_PER_ROW, texels),
    segments: floatTexture(gl, SEGMENTS_PER_ROW, segments),
    vertices: gl.createVertexArray(),
  };
}

/** Two texels of four floats for each of `per_row` things a row. */
function floatTexture(
  gl: WebGL2RenderingContext,
  per_row: number,
  { rows, values }: { rows: number; values: Float32Array },
): WebGLTexture {
  const texture = gl.createTexture();
  gl.activeTexture(gl.TEXTURE0);
  gl.bindTexture(gl.TEXTURE_2D, texture);
  plainUnpack(gl);
  for (const name of [gl.TEXTURE_MIN_FILTER, gl.TEXTURE_MAG_FILTER]) {
    gl.texParameteri(gl.TEXTURE_2D, name, gl.NEAREST);
  }
  for (const name of [gl.TEXTURE_WRAP_S, gl.TEXTURE_WRAP_T]) {
    gl.texParameteri(gl.TEXTURE_2D, name, gl.CLAMP_TO_EDGE);
  }
  gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA32F, 2 * per_row, rows, 0, gl.RGBA, gl.FLOAT, values);
  gl.bindTexture(gl.TEXTURE_2D, null);
  return texture;
}

function link(gl: WebGL2RenderingContext): WebGLProgram {
  const program = gl.createProgram();
  for (const [type, source] of [
    [gl.VERTEX_SHADER, ARRIVAL_VERTEX],
    [gl.FRAGMENT_SHADER, ARRIVAL_FRAGMENT],
  ] as const) {
    const shader = gl.createShader(type);
    if (!shader) continue;
    gl.shaderSource(shader, source);
    gl.compileShader(shader);
    gl.attachShader(program, shader);
    if (!gl.getShaderParameter(shader, gl.COMPILE_STATUS) && !gl.isContextLost()) {
      throw new Error(`arrival shader: ${gl.getShaderInfoLog(shader)}`);
    }
    gl.deleteShader(shader);
  }
  gl.linkProgram(program);
  if (!gl.getProgramParameter(program, gl.LINK_STATUS) && !gl.isContextLost()) {
    throw new Error(`arrival shader: ${gl.getProgramInfoLog(program)}`);
  }
  return program;
}

const channels = (colour: string) => [1, 3, 5].map((i) => parseInt(colour.slice(i, i + 2), 16) / 255);
