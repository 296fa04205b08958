let pressed = false;
document.addEventListener('pointerdown', () => (pressed = true), true);
for (const end of ['pointerup', 'pointercancel'] as const) document.addEventListener(end, () => (pressed = false), true);

/**
 * Does it at once, or, while a button of the mouse is down, after it was released: what appears in between
 * would move what is being clicked away from under the pointer, and the click would be lost.
 */
export const afterPress = (act: () => void): void => {
  if (!pressed) return act();
  const released = () => {
    document.removeEventListener('pointerup', released);
    document.removeEventListener('pointercancel', released);
    setTimeout(act);
  };
  document.addEventListener('pointerup', released);
  document.addEventListener('pointercancel', released);
};
