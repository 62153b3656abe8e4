import {
  askingColumns,
  flowDecides,
  type AskingBuilding,
  type AskingBuildings,
} from '../../../domain/water/asking_buildings.ts';
import { requiredFlow, type FlowRequirement } from '../../../domain/water/required_flow.ts';
import { settlementOf } from '../../../domain/water/settlement.ts';
import { useGroup } from '../../../domain/water/use_group.ts';
import type { UseGroup } from '../../../domain/rules/water_rules.ts';
import type { Town } from '../town/load_town.ts';

type AskedTown = Pick<Town, 'rules' | 'areas' | 'buildings'>;

/** What each building of a town asks for, by its place in the town's list. */
export function requirementsOf({
  rules,
  areas,
  buildings,
}: AskedTown): (building: number) => FlowRequirement {
  const by_id = new Map(areas.map((area) => [area.id, area]));
  const groups = new Map<string | null, UseGroup | null>();
  const groupOf = (use: string | null) => {
    const known = groups.get(use);
    if (known !== undefined) return known;
    const group = useGroup(use);
    groups.set(use, group);
    return group;
  };
  return (building) => {
    const { use, height_m, floors, footprint_m2, area_id } = buildings[building];
    const settlement_class = area_id === null ? null : (by_id.get(area_id)?.settlement_class ?? null);
    return requiredFlow(
      {
        use: groupOf(use),
        height_m,
        floors,
        footprint_m2: footprint_m2 > 0 ? footprint_m2 : null,
        settlement: settlementOf(settlement_class),
      },
      rules,
    );
  };
}

/**
 * The buildings whose water leg goes by the flow they ask for: it is known, and above what the rule set asks of one
 * hydrant. None where the rule set does not let it decide. All others are served by one good source, as homes asking for
 * 15 L/s are.
 */
export function askingBuildings(town: AskedTown & Pick<Town, 'footprints'>): AskingBuildings {
  const { rules, areas, footprints } = town;
  const kept = KEPT.get(town.buildings);
  if (kept && kept.rules === rules && kept.areas === areas && kept.footprints === footprints)
    return kept.asking;
  const asking = findAsking(town);
  KEPT.set(town.buildings, { rules, areas, footprints, asking });
  return asking;
}

/** By the list of buildings: runs of one town for each vehicle, and after edits, ask for the same. */
const KEPT = new WeakMap<
  Town['buildings'],
  Pick<Town, 'rules' | 'areas' | 'footprints'> & { asking: AskingBuildings }
>();

function findAsking(town: AskedTown & Pick<Town, 'footprints'>): AskingBuildings {
  const { rules } = town.rules;
  const askers: AskingBuilding[] = [];
  if (!flowDecides(rules)) return askingColumns(askers);
  const one_hydrant_lps = rules['hydrant.fire_flow_lps'].value;
  const requirementOf = requirementsOf(town);
  town.footprints.forEach((outline, building) => {
    const requirement = requirementOf(building);
    if (requirement.kind === 'unknown' || requirement.flow_lps <= one_hydrant_lps) return;
    const { flow_lps, duration_h } = requirement;
    askers.push({ building, flow_lps, duration_h, outline });
  });
  return askingColumns(askers);
}
