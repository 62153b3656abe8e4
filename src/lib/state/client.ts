/** The client brings the checks of every answer with it, as large as the page: it is read when first asked. */
export const client = () => import('../api/client.ts');
