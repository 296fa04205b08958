import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { placeOfData } from '../database/data-folder.js';
import { Problem } from '../problem.js';
import type { Report } from '../report.js';
import type { StartOptions } from './options.js';

async function isAgreed(question: string, isTerminal: boolean): Promise<boolean> {
  if (!isTerminal) throw new Problem('--reset asks before it deletes, and there is no terminal to ask at: add --yes.');
  const prompt = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await prompt.question(`${question} (y/N) `);
  prompt.close();
  return /^y(es)?$/i.test(answer.trim());
}

/** Empties the local data after asking. Never touches an external database or engine. */
export async function resetData(
  { dataFolder, yes }: StartOptions,
  report: Report,
  isTerminal = Boolean(process.stdin.isTTY),
): Promise<void> {
  const database = await placeOfData(join(dataFolder, 'database'));
  const places = [...new Set([dataFolder, database.startsWith(dataFolder) ? dataFolder : database])].filter((place) => existsSync(place));
  if (places.length === 0) return report.say('Reset: there is no local data');
  const question = `Delete all local data (customers, mails, workflows, keys) in ${places.join(' and ')}?`;
  if (!yes && !(await isAgreed(question, isTerminal))) throw new Problem('Nothing was deleted, and nothing started.');
  await Promise.all(places.map((place) => rm(place, { recursive: true, force: true })));
  report.say(`Reset: emptied ${places.join(' and ')}`);
}
