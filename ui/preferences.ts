type Preference = 'theme' | 'language' | 'navigation' | `columns.${string}` | 'recent';

const storageKey = (name: Preference): string => `licenza.${name}`;

/** A choice kept on this device; undefined where nothing was chosen or storage is closed to us. */
export const readPreference = (name: Preference): string | undefined => {
  try {
    return localStorage.getItem(storageKey(name)) ?? undefined;
  } catch {
    return undefined;
  }
};

/** Keeps a choice on this device; a browser that forbids it only loses the memory, not the choice. */
export const keepPreference = (name: Preference, value: string | undefined): void => {
  try {
    if (value === undefined) localStorage.removeItem(storageKey(name));
    else localStorage.setItem(storageKey(name), value);
  } catch {
    // Private windows may forbid storage.
  }
};
