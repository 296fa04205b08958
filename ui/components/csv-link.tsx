import { useLocation } from '@solidjs/router';
import Download from 'lucide-solid/icons/download';
import { ButtonLink } from './button.js';

interface CsvLinkProps {
  /** As the server names it: /export/<list>.csv. */
  readonly list: 'customers' | 'orders' | 'processes' | 'users';
  /** What the list is narrowed by besides the filters that stand in the address. */
  readonly more?: Readonly<Record<string, string | undefined>>;
}

/** The list as a file, with the filters and the order that it has now. */
export const CsvLink = (props: CsvLinkProps) => {
  const location = useLocation();
  const href = () => {
    const query = new URLSearchParams(location.search);
    for (const [name, value] of Object.entries(props.more ?? {})) if (value !== undefined) query.set(name, value);
    const text = query.toString();
    return `/export/${props.list}.csv${text === '' ? '' : `?${text}`}`;
  };
  return (
    <ButtonLink kind="quiet" icon={Download} href={href()} download>
      CSV
    </ButtonLink>
  );
};
