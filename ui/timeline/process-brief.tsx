import { Show } from 'solid-js';
import type { ProcessState } from '../../domain/process/process.js';
import { StateChip } from '../components/state-chip.js';
import '../components/thread.css';
import { formatRelative, formatDateTimeZone, useNow } from '../format/times.js';
import { messages } from '../i18n.js';
import { processTones } from '../state-tones.js';
import { standText } from './told.js';

const shell = messages('shell');
const timeline = messages('timeline');

interface ProcessBriefProps {
  readonly state: ProcessState;
  readonly kind?: string;
  readonly step: string | null;
  readonly nextKind?: string | null;
  readonly nextAt?: string | null;
  readonly timeZone?: string;
}

/** The thread in one line: state, then the next date with what it brings, else the step. */
export const ProcessBrief = (props: ProcessBriefProps) => {
  const now = useNow();
  return (
    <span class="thread-brief">
      <StateChip tone={processTones[props.state]} label={shell().states.process[props.state]} />
      <Show
        when={props.state === 'waiting' && props.nextAt}
        fallback={
          <span class="clip soft thread-brief-step">{props.step === null ? '' : standText(props.step, props.kind, props.state)}</span>
        }
      >
        {(at) => (
          <span class="clip thread-brief-step" title={formatDateTimeZone(at(), props.timeZone)}>
            {timeline().nextBrief[props.nextKind ?? ''] ?? ''} <span class="soft">{formatRelative(at(), now())}</span>
          </span>
        )}
      </Show>
    </span>
  );
};
