import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, normalize } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');
const read = (file: string): string => readFileSync(join(root, file), 'utf8');
const skipped = new Set(['node_modules', 'dist', '.data', '.git', 'generated']);

const filesBelow = (folder: string): string[] =>
  readdirSync(join(root, folder), { withFileTypes: true })
    .filter(({ name }) => !skipped.has(name))
    .flatMap((entry) => (entry.isDirectory() ? filesBelow(join(folder, entry.name)) : [join(folder, entry.name)]));
const files = filesBelow('.');
const documents = files.filter((file) => file.endsWith('.md'));

const withoutCode = (text: string): string => text.replace(/^```[\s\S]*?^```/gm, '').replace(/`[^`\n]*`/g, '');
const found = (text: string, pattern: RegExp): string[] => [...text.matchAll(pattern)].map((match) => match[1] ?? '');

/** The id that a heading gets on a page: lower case, blanks as hyphens, nothing else but letters, digits, hyphens. */
const anchorOf = (heading: string): string =>
  heading
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .replace(/\s/g, '-');
const anchorsOf = (file: string): string[] => found(read(file).replace(/^```[\s\S]*?^```/gm, ''), /^#+ (.+)$/gm).map(anchorOf);

const faultOf = (document: string, link: string): string | undefined => {
  const [path = '', anchor] = link.split('#');
  const target = path === '' ? document : normalize(join(dirname(document), decodeURIComponent(path)));
  if (!existsSync(join(root, target))) return `${document}: ${link} leads nowhere`;
  if (anchor && target.endsWith('.md') && !anchorsOf(target).includes(anchor)) return `${document}: ${link} has no such heading`;
  return undefined;
};

describe('the documents', () => {
  it('are found at all', () => {
    expect(documents).toEqual(expect.arrayContaining(['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', 'docs/architecture.md']));
  });

  it.each(documents)('%s links to what is there', (document) => {
    const text = withoutCode(read(document));
    const links = [...found(text, /\]\(<?([^)\s>]+)>?[^)]*\)/g), ...found(text, /(?:src|href)="([^"]+)"/g)];
    const relativeOnes = links.filter((link) => !/^[a-z]+:/i.test(link));
    expect(relativeOnes.flatMap((link) => faultOf(document, link) ?? [])).toEqual([]);
  });

  // A word in backticks is a path when it begins with a folder, and a file's name when it has a file's ending.
  const folders = new Set(files.map((file) => file.split('/')[0]));
  const endings = /^\.?[\w-]+(\.[\w-]+)*\.(tsx?|mjs|cjs|js|json|md|ya?ml|prisma)$/;
  const isName = (word: string): boolean =>
    !/[*<…{ ]/.test(word) && (endings.test(word) || (word.includes('/') && folders.has(word.split('/')[0])));
  const names = new Set(files.map((file) => basename(file)));
  const isThere = (word: string): boolean => (word.includes('/') ? existsSync(join(root, word)) : names.has(word));

  it.each(documents)('%s names files that exist', (document) => {
    const words = found(read(document).replace(/^```[\s\S]*?^```/gm, ''), /`([^`\n]+)`/g).filter(isName);
    expect(words.filter((word) => !isThere(word))).toEqual([]);
  });

  it.each(documents)('%s names npm scripts that exist', (document) => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    const named = [...found(read(document), /npm run (?:--?[\w-]+ )*([\w:-]+)/g), ...found(read(document), /npm (start|test)\b/g)];
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
  });

  it('name every setting', () => {
    const settings = found(read('runtime/settings.ts'), /^ {2}([A-Z][A-Z_]+): /gm);
    expect(settings.length).toBeGreaterThan(20);
    expect(settings.filter((name) => !read('docs/running.md').includes(`\`${name}\``))).toEqual([]);
  });

  it('say of each requirement what carries it', () => {
    const rows = read('docs/requirements-status.md')
      .split('\n')
      .map((line) => line.split('|').map((cell) => cell.trim()))
      .filter(([, id]) => /^[AB]\d+$/.test(id ?? ''));
    const numbers = (letter: string, from: number, to: number) =>
      Array.from({ length: to - from + 1 }, (_, index) => `${letter}${String(from + index)}`);
    expect(rows.map(([, id]) => id)).toEqual([
      ...numbers('A', 1, 12),
      ...numbers('B', 1, 3),
      ...numbers('B', 10, 23),
      ...numbers('B', 30, 38),
    ]);
    for (const [, id = '', , state, browser = '', below = ''] of rows) {
      const [through, under] = [browser, below].map((cell) => found(cell, /`([^`]+)`/g));
      for (const file of [...through!, ...under!]) expect(read(file), `${file} for ${id}`).toMatch(new RegExp(`\\b${id}\\b`));
      expect(state, id).toBe(through!.length > 0 ? 'met' : under!.length > 0 ? 'below the screen' : 'not yet');
    }
  });

  it('number the decisions from 1 without a gap, each with its parts', () => {
    const decisions = readdirSync(join(root, 'docs/decisions')).sort();
    expect(decisions.map((file) => Number(file.slice(0, 4)))).toEqual(decisions.map((_, index) => index + 1));
    for (const file of decisions) {
      const text = read(join('docs/decisions', file));
      expect(text, file).toMatch(new RegExp(`^# ${String(Number(file.slice(0, 4)))}\\. `));
      for (const part of ['Context', 'Decision', 'What it costs, and what a change of mind would cost']) {
        expect(text, file).toContain(`\n## ${part}\n`);
      }
      expect(text, file).toMatch(/\n## (Rejected|Refused)\n/);
    }
  });
});
