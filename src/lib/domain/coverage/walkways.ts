import { arcLengths_mm } from '../network/costs.ts';
import type { Network } from '../network/network.ts';
import { SnapIndex, type FootprintSnap } from '../network/snap.ts';
import { isDrivable, STREET_CLASSES, type StreetSet } from '../network/street_set.ts';
import { Searcher } from '../search/search.ts';
import type { WalkGround } from '../search/walk_field.ts';
import type { Door } from './assess.ts';

/** A place on the walkable ways. */
export interface WalkPlace {
  edge: number;
  along_mm: number;
  straight_m: number;
}

/** Rings or lines one after another: lon,lat pairs, and the pair where each begins plus the end. */
export interface FlatShape {
  coords_deg: ArrayLike<number>;
  ring_start: ArrayLike<number>;
}

/**
 * The ways a crew can walk and lay hose along, and where buildings and sources touch them. A door is looked for at
 * the nearest way of all; where that lies in a fragment no street touches (mapped footpaths with a missing link), the path
 * is measured from the nearest way that is joined to streets, and marked as not mapped.
 *
 * Indexes and searcher are built when first asked for.
 */
export class Walkways {
  readonly network: Network;
  /** By edge: 1 where streets can be walked to from it. */
  readonly joined: Uint8Array;
  /** Ways in fragments no street touches. */
  readonly fragments: number;

  readonly #streets: StreetSet;
  #ground: WalkGround | null = null;
  #all: SnapIndex | null = null;
  #joined_only: SnapIndex | null = null;

  /** `network` holds every walkable way of these streets, both directions, packed without obstacles. */
  constructor(streets: StreetSet, network: Network) {
    this.#streets = streets;
    this.network = network;
    this.joined = joinedToStreets(network, streets);
    this.fragments = this.joined.reduce((count, is_joined) => count + (is_joined ? 0 : 1), 0);
  }

  get ground(): WalkGround {
    const { network } = this;
    return (this.#ground ??= {
      network,
      searcher: new Searcher(network),
      costs: { cost: arcLengths_mm(network), pass: new Uint8Array(network.arc_count).fill(2) },
    });
  }

  /** Null where the town has no way that streets can be walked to from. */
  doorOf(footprint: FlatShape): Door | null {
    return this.#door(inShape(footprint));
  }

  doorOfPoint(lon_deg: number, lat_deg: number): Door | null {
    return this.#door(inPoint(lon_deg, lat_deg));
  }

  /** Nearest way that streets can be walked to from; null where there is none. */
  placeOf(lon_deg: number, lat_deg: number): WalkPlace | null {
    return this.#place(inPoint(lon_deg, lat_deg));
  }

  placeOfShape(shape: FlatShape): WalkPlace | null {
    return this.#place(inShape(shape));
  }

  #door(snapIn: SnapIn): Door | null {
    if (this.fragments === this.network.edge_count) return null;
    const nearest = snapIn(this.#allWays());
    const path_mapped = !!this.joined[nearest.edge];
    const snap = path_mapped ? nearest : snapIn(this.#joinedWays());
    return {
      lon_deg: snap.door_lon,
      lat_deg: snap.door_lat,
      edge: snap.edge,
      along_mm: snap.along_mm,
      straight_m: snap.distance_m,
      path_mapped,
    };
  }

  #place(snapIn: SnapIn): WalkPlace | null {
    if (this.fragments === this.network.edge_count) return null;
    const { edge, along_mm, distance_m } = snapIn(this.#joinedWays());
    return { edge, along_mm, straight_m: distance_m };
  }

  #allWays(): SnapIndex {
    return (this.#all ??= new SnapIndex(this.network, this.#streets));
  }

  #joinedWays(): SnapIndex {
    if (this.fragments === 0) return this.#allWays();
    return (this.#joined_only ??= new SnapIndex(
      this.network,
      this.#streets,
      (edge) => this.joined[edge] === 1,
    ));
  }
}

type SnapIn = (index: SnapIndex) => FootprintSnap;

const inPoint =
  (lon_deg: number, lat_deg: number): SnapIn =>
  (index) => ({ ...index.nearest(lon_deg, lat_deg), door_lon: lon_deg, door_lat: lat_deg });

const inShape =
  ({ coords_deg, ring_start }: FlatShape): SnapIn =>
  (index) =>
    index.nearestToFootprint(coords_deg, ring_start);

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
