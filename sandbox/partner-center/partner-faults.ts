import { z } from 'zod';
import { BadRequest } from '../http-server.js';
import { faultSchema, type FaultOfMode, type Operation, type PartnerFault } from './fault-schema.js';
import { faultsOfName } from './name-faults.js';

export interface FaultSubject {
  operation?: Operation;
  domain?: string;
  customerId?: string;
  offers?: string[];
  lines?: string[];
}

const fits = ({ match, times }: PartnerFault, subject: FaultSubject): boolean =>
  times !== 0 &&
  (match.operation === undefined || match.operation === subject.operation) &&
  (match.domain === undefined || match.domain === subject.domain) &&
  (match.customerId === undefined || match.customerId === subject.customerId) &&
  (match.offer === undefined || (subject.offers ?? []).some((offer) => offer.startsWith(match.offer!))) &&
  (match.line === undefined || (subject.lines ?? []).some((line) => line.includes(match.line!)));

const isOfCall = (fault: PartnerFault): boolean =>
  !['provisioning', 'webhook', 'unsold', 'mark'].includes(fault.mode) && (fault.mode !== 'refuse' || fault.match.operation !== undefined);

const checked = (input: unknown): PartnerFault[] => {
  const parsed = z.array(faultSchema).max(1_000).safeParse(input);
  if (parsed.success) return parsed.data;
  throw new BadRequest(z.prettifyError(parsed.error));
};

/** What the simulator was told to do wrong, over its own API or by the name of a domain. */
export class PartnerFaults {
  private faults: PartnerFault[] = [];
  private readonly named = new Map<string, PartnerFault[]>();

  replace(input: unknown): void {
    this.faults = checked(input);
  }

  /** Beside those that there are, of which some may be used up meanwhile. */
  add(input: unknown): void {
    this.faults = [...this.faults.filter(({ times }) => times !== 0), ...checked(input)];
  }

  /** Those of a domain, or all. */
  remove(domain: string | undefined): void {
    this.faults = domain === undefined ? [] : this.faults.filter(({ match }) => match.domain !== domain);
  }

  all(): PartnerFault[] {
    return this.faults;
  }

  /** The first fault that fits a whole call and isn't used up. */
  ofCall(subject: FaultSubject): PartnerFault | undefined {
    return this.take(subject, isOfCall);
  }

  /** The fault of a line's being sold, checkout, provisioning or webhook. */
  ofLine<M extends 'refuse' | 'provisioning' | 'webhook' | 'unsold' | 'mark'>(mode: M, subject: FaultSubject): FaultOfMode<M> | undefined {
    return this.take(subject, (fault) => fault.mode === mode && !(isOfCall(fault) && fault.match.operation)) as FaultOfMode<M> | undefined;
  }

  private take(subject: FaultSubject, isWanted: (fault: PartnerFault) => boolean): PartnerFault | undefined {
    const found = [...this.faults, ...this.ofName(subject.domain)].find((fault) => isWanted(fault) && fits(fault, subject));
    if (found?.times) found.times -= 1;
    return found;
  }

  private ofName(domain = ''): PartnerFault[] {
    const known = this.named.get(domain);
    if (known) return known;
    const faults = z.array(faultSchema).parse(faultsOfName(domain));
    if (faults.length > 0) this.named.set(domain, faults);
    return faults;
  }
}
