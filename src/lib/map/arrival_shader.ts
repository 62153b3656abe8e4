import { MOST_BANDS } from './arrival_bands.ts';
import { SEGMENTS_PER_ROW } from './arrival_segments.ts';
import { EDGES_PER_ROW } from './edge_texels.ts';

/**
 * Two triangles a segment, as long as the segment and its round ends, as wide as the widest band with its casing. Drawn
 * without instances: drawing in software, those took twenty times as long.
 */
export const ARRIVAL_VERTEX = `#version 300 es
precision highp float;
precision highp int;
precision highp sampler2D;
uniform mat4 u_matrix;
uniform vec2 u_viewport_px;
uniform float u_reach_px;
uniform float u_last_s;
uniform sampler2D u_edges;
uniform sampler2D u_segments;
flat out vec4 v_times;
flat out vec4 v_stand;
flat out vec2 v_shares;
flat out float v_length_px;
out vec2 v_at_px;

void main() {
  int segment = gl_VertexID / 6;
  int corner = gl_VertexID - segment * 6;
  ivec2 place = ivec2((segment % ${SEGMENTS_PER_ROW}) * 2, segment / ${SEGMENTS_PER_ROW});
  vec4 ends = texelFetch(u_segments, place, 0);
  vec3 part = texelFetch(u_segments, place + ivec2(1, 0), 0).xyz;
  int edge = int(part.z);
  ivec2 texel = ivec2((edge % ${EDGES_PER_ROW}) * 2, edge / ${EDGES_PER_ROW});
  v_times = texelFetch(u_edges, texel, 0);
  v_stand = texelFetch(u_edges, texel + ivec2(1, 0), 0);
  float earliest_s = min(v_times.x, v_times.y);
  if (v_stand.z >= 0.0) earliest_s = min(earliest_s, v_stand.w);
  vec4 from = u_matrix * vec4(ends.xy, 0.0, 1.0);
  vec4 to = u_matrix * vec4(ends.zw, 0.0, 1.0);
  v_shares = part.xy;
  v_length_px = 0.0;
  v_at_px = vec2(0.0);
  if (earliest_s > u_last_s || from.w <= 0.0 || to.w <= 0.0) {
    gl_Position = vec4(2.0, 2.0, 2.0, 1.0);
    return;
  }
  vec2 from_px = from.xy / from.w * u_viewport_px * 0.5;
  vec2 to_px = to.xy / to.w * u_viewport_px * 0.5;
  v_length_px = distance(from_px, to_px);
  vec2 along = v_length_px > 0.001 ? (to_px - from_px) / v_length_px : vec2(1.0, 0.0);
  vec2 across = vec2(-along.y, along.x);
  bool far_end = corner == 1 || corner == 3 || corner == 4;
  float side = corner == 0 || corner == 1 || corner == 3 ? -1.0 : 1.0;
  v_at_px = vec2(far_end ? v_length_px + u_reach_px : -u_reach_px, side * u_reach_px);
  vec2 at_px = from_px + along * v_at_px.x + across * v_at_px.y;
  gl_Position = vec4(at_px / (u_viewport_px * 0.5), 0.0, 1.0);
}`;

/** The arrival at this very point of the street decides its band, and whether there is anything to see. */
export const ARRIVAL_FRAGMENT = `#version 300 es
precision highp float;
uniform int u_bands;
uniform float u_band_s[${MOST_BANDS}];
uniform vec3 u_band_colour[${MOST_BANDS}];
uniform float u_band_half_px[${MOST_BANDS}];
uniform float u_casing_px;
uniform vec3 u_casing_colour;
flat in vec4 v_times;
flat in vec4 v_stand;
flat in vec2 v_shares;
flat in float v_length_px;
in vec2 v_at_px;
out vec4 o_colour;

float arrival_s(float share) {
  float best_s = 1e9;
  if (share <= v_stand.x) best_s = v_times.x + share * v_times.z;
  if (share >= v_stand.y) best_s = min(best_s, v_times.y + (1.0 - share) * v_times.w);
  float station = v_stand.z;
  if (station < 0.0) return best_s;
  bool parted = station <= v_stand.x ? share > v_stand.x : station >= v_stand.y && share < v_stand.y;
  if (parted) return best_s;
  float cost_s = share >= station ? v_times.z : v_times.w;
  return min(best_s, v_stand.w + abs(share - station) * cost_s);
}

void main() {
  float along = v_length_px > 0.001 ? clamp(v_at_px.x / v_length_px, 0.0, 1.0) : 0.0;
  float at_s = arrival_s(mix(v_shares.x, v_shares.y, along));
  int band = 0;
  while (band < u_bands && at_s > u_band_s[band]) band++;
  if (band == u_bands) discard;
  float beyond_px = max(-v_at_px.x, v_at_px.x - v_length_px);
  float from_line_px = beyond_px > 0.0 ? length(vec2(beyond_px, v_at_px.y)) : abs(v_at_px.y);
  float alpha = clamp(u_band_half_px[band] + u_casing_px + 0.5 - from_line_px, 0.0, 1.0);
  if (alpha <= 0.0) discard;
  o_colour = vec4((u_casing_px > 0.0 ? u_casing_colour : u_band_colour[band]) * alpha, alpha);
}`;
