/** Cutoff of what is shown where nobody chose another. */
export const DEFAULT_CUTOFF_S = 300;

/** Coverage runs over all data and outside any scenario, as a condition on `analysis_run run`. */
export const RUNS_OF_EVERYTHING = "run.kind = 'coverage' and run.scenario_id is null and run.area_id is null";

/**
 * Subquery: the run shown where nobody asked for another. The newest over the vehicles the stations own, at the
 * default cutoff if there is one: somebody trying three minutes does not change what the others see.
 */
export const DEFAULT_RUN = `select run.id from analysis_run run
  where ${RUNS_OF_EVERYTHING} and run.inputs ->> 'vehicles' = 'owned'
  order by run.cutoff_s = ${DEFAULT_CUTOFF_S} desc, run.id desc limit 1`;
