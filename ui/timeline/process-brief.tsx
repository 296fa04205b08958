import { Match, Switch } from 'solid-js';
import { leastUsualSeconds, standOf } from '../../domain/process/usual-time.js';
import { StateChip } from '../components/state-chip.js';
import '../components/thread.css';
import { formatNumber } from '../format/numbers.js';
import { formatRelative, formatDateTimeZone, formatSpan, useNow } from '../format/times.js';
import { messages } from '../i18n.js';
import { standTones } from '../state-tones.js';
import { standText, standWord } from './told.js';
import type { StandRow } from '../../server/process/stand-columns.js';

const timeline = messages('timeline');

interface ProcessBriefProps {
  readonly process: StandRow & { readonly step: string; readonly nextKind: string | null };
  readonly timeZone?: string;
}

/** The thread in one line: how it stands, then the attempt, the next date with what it brings, or the step. */
export const ProcessBrief = (props: ProcessBriefProps) => {
  const now = useNow();
  const stand = () => standOf(props.process, props.process.kind, now());
  const step = () => standText(props.process.step, props.process.kind, props.process.state);
  const usual = () => formatSpan((props.process.usualSeconds ?? leastUsualSeconds[props.process.kind]) * 1000);
  return (
    <span class="thread-brief">
      <StateChip tone={standTones[stand()]} label={standWord(stand())} />
      <Switch
        fallback={
          <span class="clip soft thread-brief-step" title={step()}>
            {step()}
          </span>
        }
      >
        <Match when={stand() === 'retrying'}>
          <span class="clip soft thread-brief-step" title={step()}>
            {timeline().standBrief.retrying(formatNumber(props.process.retryAttempt ?? 1))} · {step()}
          </span>
        </Match>
        <Match when={stand() === 'late'}>
          <span class="clip soft thread-brief-step" title={step()}>
            {timeline().standBrief.late(usual())} · {step()}
          </span>
        </Match>
        <Match when={stand() === 'waiting' && props.process.nextAt}>
          {(at) => (
            <span class="clip thread-brief-step" title={formatDateTimeZone(at(), props.timeZone)}>
              {timeline().nextBrief[props.process.nextKind ?? ''] ?? ''} <span class="soft">{formatRelative(at(), now())}</span>
            </span>
          )}
        </Match>
      </Switch>
    </span>
  );
};
