/** The package ships types for its web build only; this names the ES module that Node loads. */
declare module 'clipper2-wasm/dist/es/clipper2z.js' {
  import type { MainModule } from 'clipper2-wasm/dist/clipper2z';
  const load: () => Promise<MainModule>;
  export { load as default };
}
