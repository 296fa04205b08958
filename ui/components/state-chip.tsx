import CircleCheck from 'lucide-solid/icons/circle-check';
import CircleMinus from 'lucide-solid/icons/circle-minus';
import CirclePlay from 'lucide-solid/icons/circle-play';
import CircleX from 'lucide-solid/icons/circle-x';
import Clock from 'lucide-solid/icons/clock';
import Hourglass from 'lucide-solid/icons/hourglass';
import RotateCw from 'lucide-solid/icons/rotate-cw';
import TriangleAlert from 'lucide-solid/icons/triangle-alert';
import { Dynamic } from 'solid-js/web';
import type { Icon } from './button.js';
import './state-chip.css';

/** What a state means to the reader; the six colours of the product and nothing else: what is late, or is tried again, has the one of what may need somebody. */
export type Tone = 'running' | 'waiting' | 'late' | 'retrying' | 'needs-you' | 'failed' | 'done' | 'ended';

const icons: Record<Tone, Icon> = {
  running: CirclePlay,
  waiting: Clock,
  late: Hourglass,
  retrying: RotateCw,
  'needs-you': TriangleAlert,
  failed: CircleX,
  done: CircleCheck,
  ended: CircleMinus,
};

/** A state as icon, word and colour, so that none of the three has to be relied on alone. */
export const StateChip = (props: { readonly tone: Tone; readonly label: string; readonly bare?: boolean }) => (
  <span class="state-chip" classList={{ 'state-chip-bare': props.bare }} data-tone={props.tone}>
    <Dynamic component={icons[props.tone]} size={14} aria-hidden="true" />
    {props.label}
  </span>
);
