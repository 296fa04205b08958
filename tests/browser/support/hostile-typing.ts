import type { Page } from 'playwright-core';

/** What may stand in any field: wrong times and dates, half-typed ones, numbers that are none, and letters of every kind. */
export const hostileTyping: readonly string[] = [
  '25:00',
  '24:30',
  '99:99',
  '9:',
  '31/02/2027',
  '31/12/9999',
  '1/1/0000',
  '2026-1',
  '28/11/',
  'NaN',
  '-1',
  '1e309',
  '99999999999999999999',
  '\u0000',
  '\ud83d\ude00\u200d\ud83d\udc69',
  '\u202eabc\u0645\u0631\u062d\u0628\u0627',
  '\ud800',
  'Nowhere/Atlantis',
  '{"a":1}',
  'x'.repeat(10_240),
  '   ',
  '',
];

/** How a page or a part of it says that it failed, in English. */
const failed = ['This page failed', 'This part couldn’t be shown'];

/**
 * Writes each value into each field that stands under `within`, and leaves it, as a person does who types and presses Tab. Answers
 * with what ended the page or a part of it, and how many fields there were.
 */
export const typeEverywhere = (page: Page, within: string): Promise<{ fields: number; faults: string[] }> =>
  page.evaluate(
    async ({ root, values, signs }) => {
      const wait = () => new Promise((resolve) => setTimeout(resolve));
      const fieldsNow = () => [
        ...document.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>(
          `:is(${root}) :is(input:not([type=checkbox], [type=radio], [type=file]), textarea):not([readonly], [disabled])`,
        ),
      ];
      const write = (field: HTMLInputElement | HTMLTextAreaElement, value: string) => {
        const proto = field instanceof HTMLTextAreaElement ? HTMLTextAreaElement.prototype : HTMLInputElement.prototype;
        Object.getOwnPropertyDescriptor(proto, 'value')?.set?.call(field, value);
        field.dispatchEvent(new InputEvent('input', { bubbles: true }));
      };
      const fields = fieldsNow().length;
      for (const value of values) {
        for (let index = 0; index < fields; index += 1) {
          const field = fieldsNow()[index];
          if (field === undefined) continue;
          field.focus();
          write(field, value);
          field.blur();
        }
        await wait();
        const said = document.body.innerText;
        if (signs.some((sign) => said.includes(sign))) return { fields, faults: [value.slice(0, 30)] };
      }
      return { fields, faults: [] };
    },
    { root: within, values: hostileTyping, signs: failed },
  );

/** Whether the page or a part of it says that it failed. */
export const hasFailed = async (page: Page): Promise<boolean> => {
  const said = await page.evaluate(() => document.body.innerText);
  return failed.some((sign) => said.includes(sign));
};
