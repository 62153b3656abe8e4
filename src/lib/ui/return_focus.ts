/** Gives the focus back to what had it before an element came, once the element goes and the focus with it. */
export function returnFocus(element: HTMLElement): () => void {
  const opener = document.activeElement;
  return () => {
    const now = document.activeElement;
    if (now !== null && now !== document.body && !element.contains(now)) return;
    if (opener instanceof HTMLElement && opener.isConnected) opener.focus({ preventScroll: true });
  };
}
