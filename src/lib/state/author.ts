const KEPT_AUTHOR = 'firecover-author';

/** The name this browser signs with; nobody signs in yet. */
export function keptAuthor(): string {
  try {
    return localStorage.getItem(KEPT_AUTHOR) ?? '';
  } catch {
    return ''; // storage may be switched off
  }
}

export function keepAuthor(author: string): void {
  try {
    localStorage.setItem(KEPT_AUTHOR, author);
  } catch {
    // it is asked again next time
  }
}
