import Compass from 'lucide-solid/icons/compass';
import { ButtonLink } from '../components/button.js';
import { PageHead } from '../components/page-head.js';
import { EmptyState } from '../components/states.js';
import { messages } from '../i18n.js';

const shell = messages('shell');

const NotFoundPage = () => (
  <>
    <PageHead title={shell().notFound.title} />
    <div class="panel">
      <EmptyState
        icon={Compass}
        title="404"
        text={shell().notFound.text}
        action={<ButtonLink href="/">{shell().notFound.home}</ButtonLink>}
      />
    </div>
  </>
);

export default NotFoundPage;
