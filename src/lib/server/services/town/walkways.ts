import type { Door } from '../../../domain/coverage/assess.ts';
import { arcLengths_mm } from '../../../domain/network/costs.ts';
import type { Network } from '../../../domain/network/network.ts';
import { packNetwork } from '../../../domain/network/pack.ts';
import { SnapIndex } from '../../../domain/network/snap.ts';
import {
  isDrivable,
  isWalkable,
  STREET_CLASSES,
  type StreetSet,
} from '../../../domain/network/street_set.ts';
import { Searcher } from '../../../domain/search/search.ts';
import type { WalkGround } from '../../../domain/search/walk_field.ts';
import type { Footprint } from './flat_geometry.ts';
import type { Town } from './load_town.ts';

/** A place on the walkable ways. */
export interface WalkPlace {
  edge: number;
  along_mm: number;
  straight_m: number;
}

/** The ways a crew can walk and lay hose along, and where buildings and sources touch them. */
export interface Walkways {
  ground: WalkGround;
  /** Ways in fragments no street touches. */
  fragments: number;
  doorOf(footprint: Footprint): Door | null;
  doorOfPoint(lon_deg: number, lat_deg: number): Door | null;
  /** Nearest way that streets can be walked to from; null where there is none. */
  placeOf(lon_deg: number, lat_deg: number): WalkPlace | null;
  placeOfShape(footprint: Footprint): WalkPlace | null;
}

/**
 * Packs every walkable way. A door is looked for at the nearest way of all; where that lies in a fragment no
 * street touches (mapped footpaths with a missing link), the path is measured from the nearest way that
 * is joined to streets, and marked as not mapped.
 */
export function buildWalkways({
  streets,
  rules,
  connectivity,
}: Pick<Town, 'streets' | 'rules' | 'connectivity'>): Walkways {
  const { network } = packNetwork(streets, {
    include: (street) => isWalkable(STREET_CLASSES[streets.street_class[street]]),
    join_m: rules.travel.join_m,
    connectivity,
    oneway: 'ignore',
    cuts: [],
  });
  const joined = joinedToStreets(network, streets);
  const fragments = joined.reduce((count, is_joined) => count + (is_joined ? 0 : 1), 0);
  const all = network.edge_count > 0 ? new SnapIndex(network, streets) : null;
  const streets_only =
    fragments === 0
      ? all
      : fragments < network.edge_count
        ? new SnapIndex(network, streets, (e) => !!joined[e])
        : null;

  const door = (snapIn: (index: SnapIndex) => ReturnType<SnapIndex['nearestToFootprint']>): Door | null => {
    if (!all || !streets_only) return null;
    const nearest = snapIn(all);
    const path_mapped = !!joined[nearest.edge];
    const snap = path_mapped ? nearest : snapIn(streets_only);
    return {
      lon_deg: snap.door_lon,
      lat_deg: snap.door_lat,
      edge: snap.edge,
      along_mm: snap.along_mm,
      straight_m: snap.distance_m,
      path_mapped,
    };
  };
  const point = (lon_deg: number, lat_deg: number) => (index: SnapIndex) => ({
    ...index.nearest(lon_deg, lat_deg),
    door_lon: lon_deg,
    door_lat: lat_deg,
  });
  const shape = (footprint: Footprint) => (index: SnapIndex) =>
    index.nearestToFootprint(footprint.coords_deg, footprint.ring_start);
  const place = (snapIn: (index: SnapIndex) => { edge: number; along_mm: number; distance_m: number }) => {
    if (!streets_only) return null;
    const { edge, along_mm, distance_m } = snapIn(streets_only);
    return { edge, along_mm, straight_m: distance_m };
  };
  return {
    ground: {
      network,
      searcher: new Searcher(network),
      costs: { cost: arcLengths_mm(network), pass: new Uint8Array(network.arc_count).fill(2) },
    },
    fragments,
    doorOf: (footprint) => door(shape(footprint)),
    doorOfPoint: (lon_deg, lat_deg) => door(point(lon_deg, lat_deg)),
    placeOf: (lon_deg, lat_deg) => place(point(lon_deg, lat_deg)),
    placeOfShape: (footprint) => place(shape(footprint)),
  };
}

/** Per edge: 1 where its connected component holds a street vehicles use. */
function joinedToStreets(network: Network, streets: StreetSet): Uint8Array {
  const component = new Uint32Array(network.node_count).map((_, node) => node);
  const root = (node: number) => {
    while (component[node] !== node) node = component[node] = component[component[node]];
    return node;
  };
  for (let edge = 0; edge < network.edge_count; edge++) {
    component[root(network.edge_start_node[edge])] = root(network.edge_end_node[edge]);
  }
  const has_street = new Uint8Array(network.node_count);
  for (let edge = 0; edge < network.edge_count; edge++) {
    const street_class = STREET_CLASSES[streets.street_class[network.edge_street[edge]]];
    if (isDrivable(street_class)) has_street[root(network.edge_start_node[edge])] = 1;
  }
  return new Uint8Array(network.edge_count).map((_, edge) => has_street[root(network.edge_start_node[edge])]);
}
