import { createSignal, type Accessor } from 'solid-js';
import { keepPreference, readPreference } from '../preferences.js';

interface HiddenColumns {
  readonly hidden: Accessor<readonly string[]>;
  readonly toggle: (id: string) => void;
}

/** Which columns of a list this person has put away, on this device. */
export const createHiddenColumns = (list: string): HiddenColumns => {
  const name = `columns.${list}` as const;
  const [hidden, setHidden] = createSignal<readonly string[]>(readPreference(name)?.split(',') ?? []);
  const toggle = (id: string) => {
    const next = hidden().includes(id) ? hidden().filter((one) => one !== id) : [...hidden(), id];
    setHidden(next);
    keepPreference(name, next.length > 0 ? next.join(',') : undefined);
  };
  return { hidden, toggle };
};
