/**
 * Loads a style sheet now; resolves when it applies, or when it could not be had. For the sheets of parts that are
 * imported late: a sheet imported as a module is linked by the page that is sent first, and holds it up.
 */
export function loadStyle(href: string): Promise<void> {
  return new Promise((resolve) => {
    const link = document.createElement('link');
    link.rel = 'stylesheet';
    link.href = href;
    link.onload = link.onerror = () => resolve();
    document.head.prepend(link);
  });
}
