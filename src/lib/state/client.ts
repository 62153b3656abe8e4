/** The client brings the checks of every answer with it, as large as the page: it is read when first asked. */
export const client = () => import('../api/client.ts');

/** Read when somebody first opens or saves a scenario. */
export const scenariosClient = () => import('../api/scenarios_client.ts');

/** Read by the pages about water. */
export const shortfallClient = () => import('../api/shortfall_client.ts');
