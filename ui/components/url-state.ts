import { useSearchParams } from '@solidjs/router';

export interface UrlState {
  readonly text: (name: string) => string;
  readonly list: <T extends string>(name: string, known: readonly T[]) => T[];
  readonly set: (values: Record<string, string | readonly string[] | undefined>) => void;
}

/** A view's filters, kept in the address: it can be reloaded, shared and gone back to. Unknown values are ignored. */
export const useUrlState = (): UrlState => {
  const [params, setParams] = useSearchParams();
  const text = (name: string) => {
    const value = params[name];
    return typeof value === 'string' ? value : '';
  };
  return {
    text,
    list: (name, known) => {
      const chosen = text(name).split(',');
      return known.filter((one) => chosen.includes(one));
    },
    set: (values) => {
      const flat = Object.entries(values).map(([name, value]) => [
        name,
        (typeof value === 'string' ? value : value?.join(',')) || undefined,
      ]);
      setParams(Object.fromEntries(flat) as Record<string, string | undefined>, { replace: true, scroll: false });
    },
  };
};
