import { formatNumber, plural } from '../../format/numbers.js';
import type { messages as english } from '../en/import-customers.js';

const rows = (count: number) => plural(count, { one: '1 riga', other: `${formatNumber(count)} righe` });

export const messages: typeof english = {
  title: 'Importa clienti',
  intro: 'Molti clienti da un solo file CSV. Prima si controlla soltanto: nulla viene scritto senza conferma.',
  template: 'Scarica modello',
  templateName: 'modello-clienti.csv',
  file: 'Scegli un file CSV',
  drop: 'o trascinarlo qui',
  paste: 'Oppure incollare le righe',
  pasteHint: 'Con la riga di intestazione, separate da virgole, punti e virgola o tabulazioni.',
  readAsWindows:
    'Non è un file Unicode: letto come Windows-1252, il formato “CSV” di Excel. Controllare qui sotto le lettere accentate prima di verificarlo.',
  match: {
    title: 'Intestazioni non riconosciute',
    leaveOut: 'Ignora questa colonna',
    near: (column: string) => `Probabilmente ${column}`,
    again: 'Scegliere che cosa significa ciascuna, poi verificare di nuovo il file.',
  },
  refused: {
    save: (count: number) => plural(count, { one: 'Salva 1 riga con errori', other: `Salva ${formatNumber(count)} righe con errori` }),
    fileName: 'clienti-da-correggere.csv',
  },
  channel: 'Rivenditore',
  check: 'Controlla file',
  columnsTitle: 'Colonne',
  required: 'Obbligatorie',
  optional: 'Facoltative',
  result: {
    title: 'Esito del controllo',
    good: (good, total) => `Si possono importare ${formatNumber(good)} di ${rows(total)}.`,
    faulty: (count) =>
      plural(count, {
        one: '1 riga contiene un errore e verrebbe esclusa.',
        other: `${formatNumber(count)} righe contengono errori e verrebbero escluse.`,
      }),
    show: { label: 'Righe mostrate', faulty: 'Con errori', all: 'Tutte' },
    row: 'Riga',
    company: 'Azienda',
    accountName: 'Nome account',
    state: 'Stato',
    faults: 'Errori',
    ok: 'Pronta',
    notOk: 'Errore',
    fault: (column, issue) => (column === '' ? issue : `${column}: ${issue}`),
  },
  start: (count) => plural(count, { one: 'Importa 1 cliente', other: `Importa ${formatNumber(count)} clienti` }),
  ownClock: 'Secondo l’orologio di ciascun cliente.',
  another: 'Usa un altro file',
  running: (done, all) => `Completate ${formatNumber(done)} di ${formatNumber(all)}`,
  stop: 'Interrompi',
  stopping: 'Interruzione dopo questo gruppo…',
  done: {
    title: 'Importazione completata',
    stopped: 'Importazione interrotta',
    failed: 'Importazione interrotta da un errore',
    resume: 'Riprendi',
    created: (count) => plural(count, { one: '1 cliente creato', other: `${formatNumber(count)} clienti creati` }),
    skipped: (count) => plural(count, { one: '1 riga esclusa', other: `${formatNumber(count)} righe escluse` }),
    remaining: (count) => plural(count, { one: '1 riga ancora da importare', other: `${formatNumber(count)} righe ancora da importare` }),
    outcome: { created: 'Creato', skipped: 'Esclusa' },
    toList: 'Mostra clienti',
    more: 'Importa un altro file',
  },
};
