/** Programs by the mark they leave in their name; the first that fits, as most claim to be several. */
const browsers: readonly (readonly [mark: RegExp, name: string])[] = [
  [/\bEdg(e|A|iOS)?\//, 'Edge'],
  [/\bOPR\//, 'Opera'],
  [/\b(Firefox|FxiOS)\//, 'Firefox'],
  [/\b(Chrome|CriOS|HeadlessChrome)\//, 'Chrome'],
  [/\bSafari\//, 'Safari'],
];
const systems: readonly (readonly [mark: RegExp, name: string])[] = [
  [/iPhone|iPad/, 'iOS'],
  [/Android/, 'Android'],
  [/Windows/, 'Windows'],
  [/Mac OS X|Macintosh/, 'macOS'],
  [/Linux|X11/, 'Linux'],
];

const find = (list: typeof browsers, text: string): string => list.find(([mark]) => mark.test(text))?.[1] ?? '';

/** Browser and system of a User-Agent header; empty where it isn't known. */
export const browserName = (userAgent: string | null): { browser: string; system: string } => ({
  browser: find(browsers, userAgent ?? ''),
  system: find(systems, userAgent ?? ''),
});
