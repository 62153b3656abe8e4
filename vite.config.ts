import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vite';

export default defineConfig({
  plugins: [sveltekit()],
  build: { target: 'chrome109' },
  ssr: { external: ['@electric-sql/pglite', '@electric-sql/pglite-postgis', 'pg'] },
});
