import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vite';

export default defineConfig({
  plugins: [sveltekit()],
  build: {
    target: 'chrome109',
    // A font inlined as a data: address would be refused by our own content security policy.
    assetsInlineLimit: (file) => (file.endsWith('.woff2') ? false : undefined),
  },
  ssr: { external: ['@electric-sql/pglite', '@electric-sql/pglite-postgis', 'pg'] },
});
