/** Whether this browser can draw the map at all; without WebGL2 the page keeps to its figures. */
export function supportsMap(): boolean {
  try {
    return document.createElement('canvas').getContext('webgl2') !== null;
  } catch {
    return false;
  }
}
