import { formatNumber, plural } from '../../format/numbers.js';
import type { messages as english } from '../en/processes.js';

export const messages: typeof english = {
  title: 'Processi',
  search: 'Titolo o id',
  kind: 'Tipo',
  state: 'Stato',
  columns: { title: 'Processo', kind: 'Tipo', thread: 'Andamento', customer: 'Cliente', since: 'Da', created: 'Avviato' },
  empty: 'Ancora nessun processo',
  emptyText: 'Ogni cliente, licenza e messaggio che viene creato è un processo e compare qui.',
  states: { label: 'Stati', all: 'Tutti' },
  selected: (count) => plural(count, { one: '1 selezionato', other: `${formatNumber(count)} selezionati` }),
  retrySelected: (count) => `Riprova ${formatNumber(count)}`,
  retry: {
    title: (count) => plural(count, { one: 'Riprova ora', other: `Riprova ora ${formatNumber(count)} processi` }),
    verb: 'Riprova ora',
    consequence:
      'Ciò che attende una persona prosegue; ciò che attende tra due tentativi viene ritentato subito. I tentativi ricominciano da capo.',
    state: 'Stato',
    before: 'fermo',
    after: 'ritentato ora',
    done: (count) =>
      plural(count, { one: 'Nuovo tentativo richiesto', other: `Nuovo tentativo richiesto per ${formatNumber(count)} processi` }),
    waiting: (asked, waits) =>
      `Nuovo tentativo richiesto per ${formatNumber(asked)} processi; ${formatNumber(waits)} saranno eseguiti appena rispondono.`,
    some: (done, failed) =>
      `${formatNumber(done)} ritentati, ${formatNumber(failed)} no: non sono più fermi, oppure il motore non è raggiungibile.`,
    working: (done, all) => `${formatNumber(done)} di ${formatNumber(all)}`,
  },
  thread: 'Andamento',
  openCustomer: 'Apri cliente',
  openOrder: 'Apri ordine',
  facts: {
    title: 'Dati',
    kind: 'Tipo',
    customer: 'Cliente',
    workflow: 'Id del workflow',
    started: 'Avviato',
    ended: 'Terminato',
    id: 'Id del processo',
  },
  engine: {
    title: 'Motore',
    open: 'Apri nell’interfaccia del motore',
    unknown: 'Il motore non conosce questo workflow: non è ancora stato avviato, oppure la sua storia è stata rimossa alla scadenza.',
    status: 'Stato',
    run: 'Id dell’esecuzione',
    history: 'Storia',
    events: (count) => plural(count, { one: '1 evento', other: `${formatNumber(count)} eventi` }),
    started: 'Avviato',
    closed: 'Chiuso',
    activities: 'Attività in sospeso',
    noActivities: 'Nessuna: non si sta lavorando a nulla.',
    attempt: (attempt, most) =>
      most === null || most === 0 ? `tentativo ${formatNumber(attempt)}` : `tentativo ${formatNumber(attempt)} di ${formatNumber(most)}`,
    lastFailure: 'Ultimo errore',
    nextTry: 'Prossimo tentativo',
    running: 'in esecuzione',
    timers: 'Timer',
    noTimers: 'Nessuno.',
    fires: 'scatta',
    children: 'Workflow figli',
    refresh: 'Rileggi',
  },
};
