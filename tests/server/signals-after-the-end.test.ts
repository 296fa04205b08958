import { readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { afterTheEnd } from '../../server/engine/signals-after-the-end.js';

const contracts = new URL('../../workflows/contracts/', import.meta.url);

it('every signal of the contracts says what it means that its workflow has ended', async () => {
  const names = new Set<string>();
  for (const file of await readdir(fileURLToPath(contracts))) {
    const exported = (await import(new URL(file, contracts).href)) as Record<string, unknown>;
    for (const one of Object.values(exported))
      if (typeof one === 'object' && one !== null && 'type' in one && one.type === 'signal' && 'name' in one) names.add(String(one.name));
  }
  expect(names.size).toBeGreaterThan(3);
  expect(Object.keys(afterTheEnd).toSorted()).toEqual([...names].toSorted());
});
