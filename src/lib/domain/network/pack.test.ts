import { describe, expect, it } from 'vitest';
import { streetSet, type StreetRow } from '../../../../tests/support/street_rows.ts';
import { connectivityOf } from './join_vertices.ts';
import { arcTail, NONE, type Network } from './network.ts';
import { packNetwork, type PackOptions } from './pack.ts';
import { reverseArcs } from './reverse_arcs.ts';

const pack = (rows: readonly StreetRow[], options: Partial<PackOptions> = {}) =>
  packNetwork(streetSet(rows), { include: () => true, join_m: 0.1, cuts: [], oneway: 'obey', ...options });

/** x,y pairs in metres as a way's line. */
const line = (...xy: number[]) =>
  Array.from({ length: xy.length / 2 }, (_, i) => [xy[2 * i], xy[2 * i + 1]] as const);

const obstacle = { street: 0, clear_width_mm: 2500, clear_height_mm: 0, length_m: 1 };
const pieces = ({ edge_start_mm, edge_end_mm }: Network) =>
  Array.from(edge_start_mm, (start_mm, edge) => [start_mm, edge_end_mm[edge]]);
const size = ({ node_count, edge_count, arc_count }: Network) => ({ node_count, edge_count, arc_count });

describe('packing: where ways meet', () => {
  const cross: StreetRow[] = [
    {
      line_m: line(-50, 0, 0, 0, 50, 0),
      keys: [1, 2, 3],
    },
    {
      line_m: line(0, -50, 0, 0, 0, 50),
      keys: [4, 2, 5],
    },
  ];

  it('joins keyed ways in a shared vertex inside both', () => {
    const { network } = pack(cross);
    expect(size(network)).toEqual({ node_count: 5, edge_count: 4, arc_count: 8 });
    expect(pieces(network)).toEqual([
      [0, 50000],
      [50000, 100000],
      [0, 50000],
      [50000, 100000],
    ]);
    expect(Array.from(network.street_first_edge)).toEqual([0, 2, 4]);
  });

  it('keeps a bridge apart from the road below: other keys in the same place', () => {
    const bridge = { ...cross[1], keys: [4, 9, 5] };
    expect(size(pack([cross[0], bridge]).network)).toEqual({ node_count: 4, edge_count: 2, arc_count: 4 });
  });

  it('keeps keyless ways of different level apart inside, and joins their ends', () => {
    const keyless = cross.map(({ line_m }) => ({ line_m }));
    expect(pack(keyless).network.edge_count).toBe(4);
    expect(pack([keyless[0], { ...keyless[1], level: 1 }]).network.edge_count).toBe(2);
    const ramp: StreetRow = {
      line_m: line(50, 0.05, 90, 40),
      level: 1,
    };
    expect(size(pack([keyless[0], ramp]).network)).toEqual({ node_count: 3, edge_count: 2, arc_count: 4 });
  });

  it('joins a keyless vertex with a keyed one by distance, never two keyed ones', () => {
    const near = (keys?: number[]): StreetRow => ({
      line_m: line(0.06, 0, 40, 40),
      keys,
    });
    expect(pack([cross[0], near()]).network.node_count).toBe(4);
    expect(pack([cross[0], near([7, 8])]).network.node_count).toBe(4);
    expect(pack([cross[0], near([7, 8])]).network.edge_count).toBe(2);
    expect(pack([cross[0], near()]).notes.joined_by_distance).toBe(1);
  });

  it('reads from a layer drawn piece by piece that lines meet in their ends only', () => {
    const blocks: StreetRow[] = [];
    for (let i = 0; i < 120; i++)
      blocks.push({
        line_m: line(100 * i, 0, 100 * i + 100, 0.04),
      });
    const flyover: StreetRow = {
      line_m: line(300, -50, 300, 0, 300, 50),
    };
    const crossing: StreetRow = {
      line_m: line(650, -40, 650, 0, 650, 60),
    };
    const split: StreetRow = {
      line_m: line(600, 0, 650, 0, 700, 0),
    };
    const streets = streetSet([...blocks, flyover, crossing, split]);
    expect(connectivityOf(streets, 0.1)).toBe('ends');
    expect(
      packNetwork(streets, { include: () => true, join_m: 0.1, cuts: [], oneway: 'obey' }).network,
    ).toMatchObject({ edge_count: 123 });
    const through: StreetRow[] = [
      {
        line_m: line(0, 0, 100, 0, 200, 0),
      },
      {
        line_m: line(100, 0, 100, 90),
      },
    ];
    expect(connectivityOf(streetSet(through), 0.1)).toBe('vertices');
    expect(pack(through).network.edge_count).toBe(3);
    expect(pack(through, { connectivity: 'ends' }).network.edge_count).toBe(2);
  });

  it('does not let a densely drawn line shrink to a point', () => {
    const dense = Array.from({ length: 2001 }, (_, i) => [i * 0.03, 0] as const);
    const rows = [{ line_m: dense }, { line_m: dense }];
    const twins = pieces(pack(rows, { connectivity: 'vertices' }).network);
    expect(twins.length).toBeGreaterThan(200);
    expect(twins.reduce((sum, [start_mm, end_mm]) => sum + end_mm - start_mm, 0)).toBe(2 * 60000);
    expect(pack([{ line_m: dense }]).network.edge_count).toBe(1);
  });

  it('reports an end that all but meets another way', () => {
    const rows: StreetRow[] = [
      {
        line_m: line(0, 0, 100, 0),
      },
      {
        line_m: line(30, 0.6, 30, 50),
      },
      {
        line_m: line(60, 0, 60, 50),
      },
      {
        line_m: line(80, 1.2, 80, 50),
      },
      {
        line_m: line(90, 0.5, 90, 50),
        level: 1,
      },
    ];
    const { near_misses } = pack(rows).notes;
    expect(near_misses.map(({ street, end, other }) => [street, end, other])).toEqual([
      [1, 'first', 0],
      [2, 'first', 0],
    ]);
    expect(near_misses[0].gap_m).toBeCloseTo(0.6, 6);
    expect(near_misses[1].gap_m).toBeCloseTo(0, 6);
  });
});

describe('packing: edges and arcs', () => {
  it('splits a way that begins and ends in one node in two', () => {
    const loop: StreetRow = {
      line_m: line(0, 0, 50, 0, 50, 50, 0, 0),
      keys: [1, 2, 3, 1],
    };
    const { network, notes } = pack([
      loop,
      {
        line_m: line(-40, 0, 0, 0),
        keys: [9, 1],
      },
    ]);
    expect(notes.loops_split).toBe(1);
    expect(size(network)).toEqual({ node_count: 3, edge_count: 3, arc_count: 6 });
    for (let edge = 0; edge < 3; edge++) {
      expect(network.edge_start_node[edge]).not.toBe(network.edge_end_node[edge]);
    }
  });

  it('drops ways without length and counts them, and joins what they linked', () => {
    const rows: StreetRow[] = [
      {
        line_m: line(0, 0, 50, 0),
        keys: [1, 2],
      },
      {
        line_m: line(50, 0, 50, 0),
        keys: [2, 3],
      },
      {
        line_m: line(50, 0, 90, 0),
        keys: [3, 4],
      },
    ];
    const { network, notes } = pack(rows);
    expect(notes.zero_length).toBe(1);
    expect(size(network)).toEqual({ node_count: 3, edge_count: 2, arc_count: 4 });
    expect(Array.from(network.street_first_edge)).toEqual([0, 1, 1, 2]);
  });

  it('gives a one-way street one arc, in either sense, and both where one-way is ignored', () => {
    const rows: StreetRow[] = [
      {
        line_m: line(0, 0, 50, 0),
        oneway: 1,
      },
      {
        line_m: line(0, 20, 50, 20),
        oneway: -1,
      },
    ];
    const { network } = pack(rows);
    expect(Array.from(network.edge_arc, (arc) => arc === NONE)).toEqual([false, true, true, false]);
    expect(arcTail(network, network.edge_arc[3])).toBe(network.edge_end_node[1]);
    expect(network.arc_head[network.edge_arc[3]]).toBe(network.edge_start_node[1]);
    expect(pack(rows, { oneway: 'ignore' }).network.arc_count).toBe(4);
  });

  it('numbers arcs by from-node, and finds them by the node they lead to', () => {
    const rows: StreetRow[] = [];
    for (let i = 0; i < 8; i++) {
      rows.push(
        {
          line_m: line(0, 30 * i, 90, 30 * i),
        },
        {
          line_m: line(90, 30 * i, 0, 30 * i + 30),
          oneway: 1,
        },
      );
    }
    const { network } = pack(rows);
    const reverse = reverseArcs(network);
    for (let node = 0; node < network.node_count; node++) {
      for (let arc = network.first_arc[node]; arc < network.first_arc[node + 1]; arc++) {
        expect(arcTail(network, arc)).toBe(node);
      }
      for (const arc of reverse.arc.subarray(reverse.first[node], reverse.first[node + 1])) {
        expect(network.arc_head[arc]).toBe(node);
      }
    }
    expect(reverse.first[network.node_count]).toBe(network.arc_count);
  });

  it('gives the same bytes for the same rows', () => {
    const rows: StreetRow[] = [];
    for (let i = 0; i < 200; i++) {
      const angle = i * 2.4;
      const [x, y] = [
        Math.round(40 * Math.cos(angle) * Math.sqrt(i)),
        Math.round(40 * Math.sin(angle) * Math.sqrt(i)),
      ];
      rows.push({
        line_m: line(0, 0, x / 2, y / 2, x + 5, y),
        oneway: i % 3 === 0 ? 1 : 0,
      });
    }
    expect(pack(rows)).toEqual(pack(rows));
  });
});

describe('packing: obstacles', () => {
  const street: StreetRow = {
    line_m: line(0, 0, 100, 0),
    clear_width_mm: 6000,
    clear_height_mm: 4500,
  };
  const widths = ({ network }: ReturnType<typeof pack>) => Array.from(network.edge_clear_width_mm);

  it('cuts a short cell out of the street that carries the lesser width and height', () => {
    const packed = pack([street], { cuts: [{ ...obstacle, along_m: 40, clear_height_mm: 3000 }] });
    expect(pieces(packed.network)).toEqual([
      [0, 39500],
      [39500, 40500],
      [40500, 100000],
    ]);
    expect(widths(packed)).toEqual([6000, 2500, 6000]);
    expect(Array.from(packed.network.edge_clear_height_mm)).toEqual([4500, 3000, 4500]);
  });

  it('leaves the cell unknown where nobody knows what the obstacle leaves, and the street where only it is known', () => {
    expect(widths(pack([street], { cuts: [{ ...obstacle, along_m: 40, clear_width_mm: 0 }] }))).toEqual([
      6000, 0, 6000,
    ]);
    const unmeasured = { ...street, clear_width_mm: 0 };
    expect(widths(pack([unmeasured], { cuts: [{ ...obstacle, along_m: 40 }] }))).toEqual([0, 2500, 0]);
    expect(widths(pack([street], { cuts: [{ ...obstacle, along_m: 40, clear_width_mm: 9000 }] }))).toEqual([
      6000, 6000, 6000,
    ]);
  });

  it('keeps the cell inside its street at a junction, so that the crossing street stays open', () => {
    const crossing: StreetRow = {
      line_m: line(0, -30, 0, 0, 0, 30),
      clear_width_mm: 5000,
    };
    const packed = pack([street, crossing], { cuts: [{ ...obstacle, along_m: 0 }] });
    expect(pieces(packed.network)).toEqual([
      [0, 1000],
      [1000, 100000],
      [0, 30000],
      [30000, 60000],
    ]);
    expect(widths(packed)).toEqual([2500, 6000, 5000, 5000]);
    const at_end = pack([street], { cuts: [{ ...obstacle, along_m: 100.2 }] });
    expect(pieces(at_end.network)).toEqual([
      [0, 99000],
      [99000, 100000],
    ]);
  });

  it('shares the stretch between obstacles in one place, and takes a street shorter than the cell whole', () => {
    const cuts = [40, 40, 40.5].map((along_m, i) => ({ ...obstacle, along_m, clear_width_mm: 1000 + i }));
    const packed = pack([street], { cuts });
    expect(widths(packed)).toEqual([6000, 1000, 1001, 1002, 6000]);
    expect(pieces(packed.network)[0]).toEqual([0, 39500]);
    expect(pieces(packed.network)[4]).toEqual([41000, 100000]);
    const short = pack(
      [
        {
          line_m: line(0, 0, 0.6, 0),
        },
      ],
      { cuts: [{ ...obstacle, along_m: 0.3 }] },
    );
    expect(pieces(short.network)).toEqual([[0, 600]]);
    expect(widths(short)).toEqual([2500]);
  });

  it('splits a loop in its middle whatever stands on it, and cuts the halves', () => {
    const loop: StreetRow = { line_m: line(0, 0, 50, 0, 50, 50, 0, 50, 0, 0), keys: [1, 2, 3, 4, 1] };
    const open = pack([loop]);
    const cut = pack([loop], { cuts: [{ ...obstacle, along_m: 30 }] });
    const at_middle = pack([loop], { cuts: [{ ...obstacle, along_m: 99.9 }] });
    for (const { notes } of [open, cut, at_middle]) expect(notes.loops_split).toBe(1);
    expect(pieces(open.network)).toEqual([
      [0, 100000],
      [100000, 200000],
    ]);
    expect(pieces(cut.network)).toEqual([
      [0, 29500],
      [29500, 30500],
      [30500, 100000],
      [100000, 200000],
    ]);
    expect(pieces(at_middle.network)).toEqual([
      [0, 99000],
      [99000, 100000],
      [100000, 200000],
    ]);
  });

  it('leaves other streets and ways left out alone', () => {
    expect(
      pack([street, street], { cuts: [{ ...obstacle, street: 1, along_m: 40 }], include: (way) => way === 0 })
        .network.edge_count,
    ).toBe(1);
  });
});
