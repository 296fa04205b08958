import AxeBuilder from '@axe-core/playwright';
import type { Page } from 'playwright-core';

const levels = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** What axe finds against WCAG 2.2 AA on the page as it stands, one line for each element. */
export const barriersOn = async (page: Page): Promise<string[]> => {
  // Legacy mode spares a second page for each run; our pages hold no frames of other origins.
  const { violations } = await new AxeBuilder({ page }).withTags(levels).setLegacyMode().analyze();
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(' ')} ${node.failureSummary ?? ''}`));
};

/** How far the page can be scrolled sideways, in px, and the elements that stick out. */
export const sidewaysOn = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) return [];
    const wide = [...document.querySelectorAll('main *')].filter((one) => one.getBoundingClientRect().right > clientWidth + 1);
    return [`${String(scrollWidth)} px`, ...wide.slice(0, 5).map((one) => `${one.tagName} ${one.className}`)];
  });

/** The marks of states whose words stick out of what holds them. */
export const clippedChipsOn = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('main .state-chip')]
      .filter((chip) => {
        const holder = chip.closest('td, th, .panel, .page') ?? document.body;
        return chip.scrollWidth > chip.clientWidth + 1 || chip.getBoundingClientRect().right > holder.getBoundingClientRect().right + 1;
      })
      .map((chip) => chip.innerText),
  );

/** What a list cuts off in its first column while other columns have room that they don't need. */
export const croppedBesideRoomOn = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll<HTMLTableElement>('.data-list table')].flatMap((table) => {
      const rows = [...table.rows].map((row) => [...row.cells].filter((cell) => cell.offsetWidth > 0));
      const roomOf = (cell: HTMLTableCellElement): number => {
        const range = document.createRange();
        range.selectNodeContents(cell);
        const { paddingLeft, paddingRight } = getComputedStyle(cell);
        return cell.clientWidth - parseFloat(paddingLeft) - parseFloat(paddingRight) - range.getBoundingClientRect().width;
      };
      const first = rows.flatMap((row) => row.filter((cell) => cell.querySelector('.row-link')));
      const cut = first.filter((cell) => cell.scrollWidth > cell.clientWidth);
      const spare = (rows[0] ?? []).map((_, column) => Math.min(...rows.map((row) => Math.max(0, row[column] ? roomOf(row[column]) : 0))));
      const total = spare.reduce((sum, one) => sum + one, 0);
      return total > 100 ? cut.map((cell) => `${cell.innerText} beside ${String(Math.round(total))} px`) : [];
    }),
  );

/** The ledgers of dialogs that stick out of what holds them, by their words. */
export const clippedLedgersOn = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('.ledger')]
      .filter((one) => one.parentElement && one.parentElement.scrollWidth > one.parentElement.clientWidth)
      .map((one) => one.innerText),
  );

/** The primary buttons that can't be reached without scrolling sideways. */
export const unreachableOn = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll('.button-primary')]
      .filter((one) => {
        const { left, right, width } = one.getBoundingClientRect();
        return width > 0 && (left < 0 || right > document.documentElement.clientWidth);
      })
      .map((one) => one.textContent),
  );

/** Presses Tab so often; what got the focus without showing it, or out of the order of the page. */
export const lostFocusOn = async (page: Page, presses: number): Promise<string[]> => {
  const lost: string[] = [];
  await page.evaluate(() => {
    (document.activeElement as HTMLElement | null)?.blur();
    document.querySelectorAll('[data-tabbed]').forEach((one) => one.removeAttribute('data-tabbed'));
  });
  for (let press = 0; press < presses; press += 1) {
    await page.keyboard.press('Tab');
    const wrong = await page.evaluate(() => {
      const one = document.activeElement;
      if (!(one instanceof HTMLElement) || one === document.body) return 'end';
      const name = `${one.tagName} ${one.className} ${one.textContent.slice(0, 30)}`;
      const before = document.querySelector('[data-tabbed]');
      if (before && !(before.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING)) return `out of order: ${name}`;
      before?.removeAttribute('data-tabbed');
      one.setAttribute('data-tabbed', '');
      // A field may mark the frame around it instead of itself.
      const marked = [one, one.parentElement, one.closest('label'), one.closest('tr')].some((candidate) => {
        if (!candidate) return false;
        const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(candidate);
        return (outlineStyle !== 'none' && outlineWidth !== '0px') || boxShadow !== 'none';
      });
      const { width, height } = one.getBoundingClientRect();
      return marked && width > 0 && height > 0 ? '' : `focus can't be seen: ${name}`;
    });
    if (wrong === 'end') break;
    if (wrong) lost.push(wrong);
  }
  return lost;
};

/** The words on the page, without what is quoted as code: names of columns, ids. */
export const wordsOn = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const quoted = [...document.querySelectorAll<HTMLElement>('code, pre, .mono')].map((one) => one.innerText);
    return quoted.reduce((words, quote) => words.replace(quote, ''), document.body.innerText);
  });
