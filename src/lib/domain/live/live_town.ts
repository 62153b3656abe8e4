import { Walkways } from '../coverage/walkways.ts';
import { pointAt } from '../network/along.ts';
import { vehiclePricer } from '../network/costs.ts';
import { footPricer } from '../network/foot_costs.ts';
import { LiveNetwork, type StreetState } from '../network/live_network.ts';
import type { VehicleCode } from '../rules/rule_set.ts';
import { seconds, toMilliseconds } from '../units/units.ts';
import { AskedLeg } from '../water/asking_buildings.ts';
import { DoorReach } from './door_reach.ts';
import { EdgePicture, onDrive, onFoot, type PicturedRun } from './edge_picture.ts';
import { foldEdits, type FoldedEdits } from './edit.ts';
import { BestOfRuns } from './best_of_runs.ts';
import { groundLink } from './ground_link.ts';
import { groundOf, longestHose_mm, longestSupply_m, snapOver, type LiveGround } from './live_ground.ts';
import type { LiveAnswer } from './live_answer.ts';
import { backupOf, type LiveBackup } from './live_backup.ts';
import { LiveCounts } from './live_counts.ts';
import type { LiveQuestion } from './live_question.ts';
import { LiveRun } from './live_run.ts';
import type { LiveJudgement } from './live_judgement.ts';
import { LiveWater, type WaterChange } from './live_water.ts';
import { Marks } from './marks.ts';
import type { StreetPlace } from './place_obstacle.ts';
import { placedRows, type Point } from './placed_rows.ts';
import { SourceEdits } from './source_edits.ts';
import { labelOfStation, runsOfStations } from './station_edits.ts';
import { stretches, type StreetStretch } from './street_stretch.ts';
import { sameState, spareNodesFor, StreetEdits } from './street_edits.ts';
import type { TownData } from './town_data.ts';

/** Spare nodes at first: some 250 obstacles more. */
const ROOM_FOR_NODES = 512;

/**
 * A town that answers while it is edited: who is covered, by whom and how. Each question is whole; the town goes from the
 * question before to this one by what differs, and judges again only buildings near something that changed. Its answers
 * are those of a run over rows edited alike, verdict for verdict.
 */
export class LiveTown {
  readonly #data: TownData;
  readonly #walkways: Walkways;
  readonly #doors: DoorReach;
  readonly #water: LiveWater;
  readonly #street_edits: StreetEdits;
  readonly #source_edits: SourceEdits;
  readonly #foot: LiveGround;
  #drive: LiveGround;
  readonly #runs = new Map<VehicleCode, LiveRun>();
  #active: VehicleCode[] = [];
  /** Streets that are not as packed. */
  #streets = new Map<number, StreetState>();
  /** Labels of sources that edits touched last time. */
  #edited_sources: number[] = [];

  readonly #best: BestOfRuns;
  #cutoff_ms = 0;
  readonly #counts: LiveCounts;
  readonly #picture: EdgePicture;
  /** The question before was taken in as a whole. */
  #is_whole = true;
  /** The picture is of the question before. */
  #is_drawn = false;
  #report: (share: number) => void = () => {};

  constructor(data: TownData, { onProgress }: { onProgress?: (share: number) => void } = {}) {
    this.#data = data;
    const { streets, drive, walk, rules, buildings } = data;
    this.#walkways = new Walkways(streets, walk);
    const foot = new LiveNetwork(walk, streets, { spare_nodes: 0 });
    this.#foot = groundOf(foot, snapOver(walk, streets), groundLink(walk, walk));
    const snap = snapOver(drive, streets);
    this.#street_edits = new StreetEdits(data, snap);
    const link = groundLink(drive, walk);
    this.#drive = groundOf(new LiveNetwork(drive, streets, { spare_nodes: ROOM_FOR_NODES }), snap, link);
    this.#doors = new DoorReach({
      ground: this.#walkways.ground,
      buildings,
      hose_mm: longestHose_mm(rules, link),
      onProgress: (share) => onProgress?.(DOORS_SHARE * share),
    });
    this.#water = new LiveWater(
      foot,
      this.#walkways.ground,
      longestSupply_m(rules),
      new AskedLeg(data.asking, rules.rules),
    );
    this.#source_edits = new SourceEdits(data, this.#walkways);
    for (const [label, source] of this.#source_edits.base()) this.#water.set(label, source);
    this.#water.settle();
    this.#best = new BestOfRuns(buildings.count);
    this.#counts = new LiveCounts(buildings);
    this.#picture = new EdgePicture(drive.edge_count);
    this.#report = (share) => onProgress?.(DOORS_SHARE + (1 - DOORS_SHARE) * share);
  }

  /** The answer's columns are the town's own, valid until the next question. */
  answer(question: LiveQuestion): LiveAnswer {
    const folded = foldEdits(question.edits);
    const { edges } = this.#judge(question, folded);
    this.#draw(this.#is_drawn ? edges : null);
    this.#is_drawn = true;
    return {
      ...this.#counts.count(this.#best.verdict, this.#best.legs),
      verdict: this.#best.verdict,
      arrival_ms: this.#best.arrival_ms,
      edge_picture: this.#picture.floats,
      placed: placedRows(folded, {
        station: (row) => this.#stationPoint(labelOfStation(this.#data.stations, folded.station, row)),
        obstacle: (row) => this.#pointOn(this.#street_edits.placeOf(row)),
        hydrant: (row) => this.#hydrantPoint(row),
      }),
    };
  }

  /** The same without what is counted and drawn: for many questions that differ little. */
  judge(question: LiveQuestion): LiveJudgement {
    const changed = this.#judge(question, foldEdits(question.edits));
    this.#is_drawn = false;
    return { verdict: this.#best.verdict, legs: this.#best.legs, ...changed };
  }

  /** Ways to a building that is reached in time, one a run that does so, see LiveRun.wayTo. */
  waysTo(building: number): StreetStretch[][] {
    return this.#active.flatMap((vehicle) => {
      const steps = this.#runs.get(vehicle)!.wayTo(building);
      return steps ? [stretches(this.#groundOf(vehicle).graph.network, steps)] : [];
    });
  }

  /** Judges; gives what may be otherwise than before, null where anything may be. */
  #judge(question: LiveQuestion, folded: FoldedEdits): Pick<LiveJudgement, 'buildings' | 'edges'> {
    const wanted = runsOfStations(this.#data, folded.station, question);
    const vehicles = [...wanted.keys()];
    if (!this.#is_whole) this.#startOver();
    this.#is_whole = false;
    this.#editStreets(folded, vehicles);
    const water_before = this.#water.revision;
    const water_changed = this.#editSources(folded);

    const cutoff_ms = toMilliseconds(seconds(question.cutoff_s));
    this.#cutoff_ms = cutoff_ms;
    const same_runs = String(vehicles) === String(this.#active);
    this.#active = vehicles;
    const buildings = new Marks(this.#data.buildings.count);
    const edges = new Marks(this.#data.drive.edge_count);
    vehicles.forEach((vehicle, i) => {
      const run = this.#runOf(vehicle, cutoff_ms);
      run.setCutoff(cutoff_ms);
      run.setStations(wanted.get(vehicle)!);
      const changed = run.update(water_changed, water_before, (share) =>
        this.#report((i + share) / vehicles.length),
      );
      for (const building of changed.buildings) buildings.add(building);
      this.#markEdges(edges, vehicle, changed.parts);
    });
    this.#report = () => {};
    const changed = {
      buildings: same_runs ? buildings.marked() : null,
      edges: same_runs ? edges.marked() : null,
    };
    this.#best.take(
      vehicles.map((vehicle) => this.#runs.get(vehicle)!),
      changed.buildings,
    );
    this.#is_whole = true;
    return changed;
  }

  /** Back to the town as it was opened, after a question that ended in an error. */
  #startOver(): void {
    const { drive, streets } = this.#data;
    const { snap, link } = this.#drive;
    this.#drive = groundOf(new LiveNetwork(drive, streets, { spare_nodes: ROOM_FOR_NODES }), snap, link);
    this.#streets = new Map();
    this.#runs.clear();
    this.#active = [];
  }

  /** Who comes second and third, for the question answered last. Takes a search of every street: ask when a hand rests. */
  backup(): LiveBackup {
    return backupOf({
      buildings: this.#data.buildings,
      runs: this.#active.map((vehicle) => ({
        run: this.#runs.get(vehicle)!,
        graph: this.#groundOf(vehicle).graph,
      })),
      run_of_building: this.#best.run_of_building,
      link: this.#drive.link,
      foot: this.#foot.graph,
      cutoff_ms: this.#cutoff_ms,
    });
  }

  #editStreets(folded: FoldedEdits, vehicles: readonly VehicleCode[]): void {
    const wanted = this.#street_edits.states(folded);
    const changes: [street: number, state: StreetState][] = [];
    for (const [street, state] of wanted) {
      const now = this.#streets.get(street) ?? this.#drive.graph.baseState(street);
      if (!sameState(now, state)) changes.push([street, state]);
    }
    for (const street of this.#streets.keys()) {
      if (!wanted.has(street)) changes.push([street, this.#drive.graph.baseState(street)]);
    }
    this.#streets = wanted;
    if (changes.length === 0) return;
    if (this.#drive.graph.reserve(spareNodesFor(changes.map(([, state]) => state)))) {
      const { graph, snap, link } = this.#drive;
      this.#drive = groundOf(graph, snap, link);
      for (const vehicle of this.#runs.keys()) if (vehicle !== 'walk') this.#runs.delete(vehicle);
      this.#active = [];
    }
    for (const vehicle of this.#runs.keys()) {
      if (vehicle !== 'walk' && !vehicles.includes(vehicle)) this.#runs.delete(vehicle);
    }
    const runs = [...this.#runs.values()].filter(({ vehicle }) => vehicle !== 'walk');
    for (const [street, state] of changes) {
      const plan = this.#drive.graph.plan(street, state);
      if (plan.arcs.length === 0) continue;
      const nested = runs.reduce(
        (mutate, run) => () => run.editArcs(plan, mutate),
        () => plan.apply(),
      );
      nested();
    }
    this.#drive.order.forget();
  }

  #editSources({ hydrant }: FoldedEdits): WaterChange {
    const edited = this.#source_edits.edited(hydrant);
    for (const label of this.#edited_sources) {
      if (!edited.has(label)) this.#water.set(label, this.#source_edits.baseOf(label));
    }
    for (const [label, source] of edited) this.#water.set(label, source);
    this.#edited_sources = [...edited.keys()];
    return this.#water.settle();
  }

  #runOf(vehicle: VehicleCode, cutoff_ms: number): LiveRun {
    const kept = this.#runs.get(vehicle);
    if (kept) return kept;
    const { rules, streets, buildings, asking } = this.#data;
    const rule = rules.vehicles[vehicle];
    const { oneway, cap_at_maxspeed } = rules.travel;
    const pricer =
      vehicle === 'walk' ? footPricer(rule) : vehiclePricer(streets, rule, { oneway, cap_at_maxspeed });
    const run = new LiveRun(
      {
        vehicle,
        rules,
        pricer,
        ...this.#groundOf(vehicle),
        doors: this.#doors,
        water: this.#water,
        buildings,
        asking,
      },
      cutoff_ms,
    );
    this.#runs.set(vehicle, run);
    return run;
  }

  #groundOf(vehicle: VehicleCode): LiveGround {
    return vehicle === 'walk' ? this.#foot : this.#drive;
  }

  /** Drive edges that parts of a run's graph lie on. */
  #markEdges(edges: Marks, vehicle: VehicleCode, parts: Uint32Array): void {
    const { graph, link } = this.#drive;
    for (const part of parts) {
      if (vehicle !== 'walk') edges.add(graph.baseEdgeOf(part));
      else
        for (let k = link.first_drive[part]; k < link.first_drive[part + 1]; k++)
          edges.add(link.drive_edge[k]);
    }
  }

  #draw(changed: Uint32Array | null): void {
    const runs = this.#active.map((vehicle): PicturedRun => {
      const edgesOf = vehicle === 'walk' ? onFoot(this.#drive.link) : onDrive;
      return { run: this.#runs.get(vehicle)!, graph: this.#groundOf(vehicle).graph, edgesOf };
    });
    const count = changed ? changed.length : this.#data.drive.edge_count;
    for (let i = 0; i < count; i++) this.#picture.draw(changed ? changed[i] : i, runs);
  }

  /** Where the largest vehicle that leaves a station starts. */
  #stationPoint(label: number): Point | null {
    for (const vehicle of [...this.#active].reverse()) {
      const at = this.#runs.get(vehicle)!.positionOf(label);
      if (!at) continue;
      const { network } = this.#groundOf(vehicle).graph;
      const { edge_street, edge_start_mm, edge_end_mm } = network;
      const length_mm = edge_end_mm[at.edge] - edge_start_mm[at.edge];
      return this.#pointOn({
        street: edge_street[at.edge],
        along_mm: edge_start_mm[at.edge] + at.t * length_mm,
      });
    }
    return null;
  }

  #hydrantPoint(row: number): Point | null {
    const at = this.#source_edits.placeOf(row);
    return at && this.#pointOn({ street: this.#data.walk.edge_street[at.edge], along_mm: at.along_mm });
  }

  #pointOn(place: StreetPlace | null): Point | null {
    return place && pointAt(this.#data.streets, place.street, place.along_mm / 1000);
  }
}

/** Share of the work of opening that finding what lies around doors takes, about. */
const DOORS_SHARE = 0.6;
