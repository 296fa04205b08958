import { createSignal } from 'solid-js';
import { keepPreference, readPreference } from './preferences.js';

export const themes = ['system', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];

const kept = readPreference('theme');
const [theme, setTheme] = createSignal<Theme>(kept === 'light' || kept === 'dark' ? kept : 'system');

/** The theme that was chosen; `system` follows the device. The same rule runs before the first paint in public/preferences.js. */
export { theme };

export const changeTheme = (next: Theme): void => {
  if (next === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = next;
  keepPreference('theme', next === 'system' ? undefined : next);
  setTheme(next);
};
