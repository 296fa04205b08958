import { navigation } from './navigation.js';

export interface Hit {
  readonly type: 'customer' | 'user' | 'subscription' | 'order' | 'process' | 'page';
  readonly id: string;
  readonly title: string;
  readonly subtitle: string;
  readonly href: string;
}

/** Letters without their accents, so that "citta" finds "Città". */
const plain = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/** The pages of the navigation whose name holds every typed word. */
export const pageHits = (typed: string): Hit[] => {
  const words = plain(typed).split(/\s+/).filter(Boolean);
  return navigation()
    .flatMap((group) =>
      group.pages.map((page) => ({
        type: 'page' as const,
        id: page.href,
        title: page.label,
        subtitle: group.label ?? '',
        href: page.href,
      })),
    )
    .filter((page) => words.every((word) => plain(`${page.title} ${page.subtitle}`).includes(word)));
};

const order = ['customer', 'user', 'subscription', 'order', 'process', 'page'] as const;

/** Hits in groups by what they are; a page named twice (here and by the server) is shown once. */
export const groupHits = (hits: readonly Hit[], labels: Readonly<Record<Hit['type'], string>>): { label: string; hits: Hit[] }[] => {
  const unique = [...new Map(hits.map((hit) => [hit.href + hit.title, hit])).values()];
  return order
    .map((type) => ({ label: labels[type], hits: unique.filter((hit) => hit.type === type) }))
    .filter((group) => group.hits.length > 0);
};
