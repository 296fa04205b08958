const gap = 4;
const edge = 8;

/** Puts the list under its button, above it where there is more room, and never outside the window. */
export const placeBelow = (list: HTMLElement, anchor: HTMLElement, side: 'start' | 'end'): void => {
  const button = anchor.getBoundingClientRect();
  const below = window.innerHeight - button.bottom - gap - edge;
  const above = button.top - gap - edge;
  const up = list.offsetHeight > below && above > below;
  list.style.maxHeight = `${Math.max(120, up ? above : below)}px`;
  const left = side === 'start' ? button.left : button.right - list.offsetWidth;
  list.style.left = `${Math.max(edge, Math.min(left, window.innerWidth - list.offsetWidth - edge))}px`;
  list.style.top = up ? `${button.top - gap - Math.min(list.offsetHeight, above)}px` : `${button.bottom + gap}px`;
};

let typed = '';
let typedAt = 0;

const byLetter = (items: HTMLElement[], current: number, key: string): number => {
  typed = Date.now() - typedAt < 600 ? typed + key : key;
  typedAt = Date.now();
  const from = typed.length === 1 ? current + 1 : current;
  const order = [...items.keys()].map((index) => (index + Math.max(from, 0)) % items.length);
  return order.find((index) => items[index]?.textContent?.trim().toLowerCase().startsWith(typed.toLowerCase())) ?? -1;
};

/** Moves the focus among the items by the keys of a menu. True when the key was one of them. */
export const moveInMenu = (list: HTMLElement, key: string): boolean => {
  const items = [...list.querySelectorAll<HTMLElement>('[role^="menuitem"]')];
  const current = items.indexOf(document.activeElement as HTMLElement);
  const targets: Record<string, number> = {
    ArrowDown: (current + 1) % items.length,
    ArrowUp: (current <= 0 ? items.length : current) - 1,
    Home: 0,
    End: items.length - 1,
  };
  const letter = key.length === 1 && key !== ' ';
  const next = letter ? byLetter(items, current, key) : targets[key];
  if (next === undefined) return false;
  items[next]?.focus();
  return true;
};
