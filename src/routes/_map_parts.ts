/** The map, its rail and the face it may need: many times the size of the page, fetched after it. */
export async function loadMapParts() {
  const { writesChinese } = await import('$lib/map/chinese_font');
  const faces = writesChinese() ? undefined : (await import('$lib/map/bundled_font')).BUNDLED_FACES;
  const [{ default: MapView }, { default: LayerRail }, { mapWhatIf, mapComparison }, { sitingMap }] =
    await Promise.all([
      import('$lib/map/MapView.svelte'),
      import('$lib/ui/LayerRail.svelte'),
      import('./_what_if_map'),
      import('./_siting_map'),
    ]);
  return { MapView, LayerRail, faces, mapWhatIf, mapComparison, sitingMap };
}

export type MapParts = Awaited<ReturnType<typeof loadMapParts>>;
