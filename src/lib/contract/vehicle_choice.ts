import { VEHICLES } from '../domain/rules/rule_set.ts';

/** The vehicle of a run as people choose it: one for every station, or the best of those each owns. */
export const VEHICLE_CHOICES = ['best', ...VEHICLES] as const;
export type VehicleChoice = (typeof VEHICLE_CHOICES)[number];
