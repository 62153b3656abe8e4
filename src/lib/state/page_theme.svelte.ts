import { THEME_CHOICES, type ThemeChoice } from '../contract/map_address.ts';

const KEPT_THEME = 'firecover-theme';

/** The theme on screen: the one chosen in the address or kept in this browser, else the system's. */
export class PageTheme {
  #system_dark = $state(false);
  readonly #page: { theme: ThemeChoice };
  readonly shown = $derived.by((): 'light' | 'dark' => {
    const { theme } = this.#page;
    return theme === 'system' ? (this.#system_dark ? 'dark' : 'light') : theme;
  });

  constructor(page: { theme: ThemeChoice }) {
    this.#page = page;
  }

  /** Follows the system from now on; gives how to stop. */
  follow(): () => void {
    const dark = matchMedia('(prefers-color-scheme: dark)');
    const follow = () => (this.#system_dark = dark.matches);
    follow();
    dark.addEventListener('change', follow);
    if (this.#page.theme === 'system') this.#page.theme = keptTheme() ?? 'system';
    return () => dark.removeEventListener('change', follow);
  }

  choose(choice: ThemeChoice): void {
    this.#page.theme = choice;
    try {
      localStorage.setItem(KEPT_THEME, choice);
    } catch {
      // the address holds it all the same
    }
  }
}

function keptTheme(): ThemeChoice | null {
  try {
    const kept = localStorage.getItem(KEPT_THEME);
    return THEME_CHOICES.find((choice) => choice === kept) ?? null;
  } catch {
    return null; // storage may be switched off
  }
}
