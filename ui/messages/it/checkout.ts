import { states } from '../../../domain/words/it/states.js';
import { formatNumber, plural } from '../../format/numbers.js';
import type { messages as english } from '../en/checkout.js';

export const messages: typeof english = {
  title: 'Acquisto',
  stepsLabel: 'Passi',
  summary: 'Riepilogo dell’acquisto',
  steps: { tenant: 'Account Microsoft', payment: 'Pagamento', review: 'Riepilogo' },
  next: { tenant: 'Scegli come pagare', payment: 'Rivedi', review: 'Acquista' },
  back: 'Indietro',
  toCart: 'Torna al carrello',
  buy: (amount) => `Acquista ${amount}`,
  tenant: {
    label: 'Per quale account Microsoft sono le licenze?',
    new: 'Creare un nuovo account cliente finale CSP Microsoft',
    newDetail: 'Un nuovo dominio su onmicrosoft.com, pronto in pochi minuti.',
    existing: 'Usare un account cliente finale CSP esistente',
    existingDetail: 'L’azienda ha già un tenant presso Microsoft.',
    knownDetail: (services) =>
      services === 0
        ? 'Pronto presso Microsoft, finora senza servizi'
        : plural(services, { one: '1 servizio', other: `${formatNumber(services)} servizi` }),
    prefix: 'Dominio del tenant',
    prefixHint: 'Lettere, cifre e trattini, al massimo 27. In seguito non si può cambiare.',
    domain: 'Dominio del tenant',
    domainHint: 'Il dominio dell’account, per esempio contoso.onmicrosoft.com.',
    free: 'Libero',
    found: 'Trovato, si può acquistare',
    proof: {
      title: 'L’account è vostro?',
      text: 'Prima di vendere per un account serve il consenso di chi lo possiede. In entrambi i casi, poi verificare di nuovo.',
      record: 'Aggiungere al dominio questo record TXT:',
      mailbox: 'Oppure chiedere per e-mail a chi lo amministra, all’indirizzo',
      ask: 'Chiedi per e-mail',
      asked: (address) => `Un messaggio con un collegamento è in viaggio verso ${address}.`,
      again: 'Verifica di nuovo',
    },
    checking: 'Verifica presso Microsoft…',
    unchecked: 'Microsoft al momento non risponde: la verifica avviene all’acquisto.',
    qualification: 'Qualifica speciale',
    qualificationHint: 'La verifica Microsoft; prezzi e prodotti possono variare.',
    qualifications: {
      none: 'Nessuna',
      education: 'Istruzione',
      government_community: 'Pubblica amministrazione',
      non_profit: 'Senza scopo di lucro',
    },
    educationSegment: 'Tipo di istituto',
    educationSegments: { k12: 'Scuola', higher_education: 'Università o istituto superiore di studi' },
    choose: 'Scegliere…',
    website: 'Sito dell’istituto',
    websiteHint: 'Il suo dominio, come scuola.edu.it: Microsoft lo consulta. Può restare vuoto.',
    validationCode: 'Codice di convalida',
    validationCodeHint: 'Microsoft lo assegna agli enti degli Stati Uniti che ha convalidato.',
    companyGroup: 'Azienda',
    company: 'Ragione sociale',
    addressGroup: 'Indirizzo',
    address: {
      line1: 'Via e numero civico',
      city: 'Città',
      state: 'Stato, regione o provincia',
      postalCode: 'CAP',
      country: 'Paese',
    },
    contactGroup: 'Referente',
    person: { firstName: 'Nome', lastName: 'Cognome', email: 'E-mail', phone: 'Telefono' },
    agreementGroup: 'Contratto del cliente Microsoft',
    agreementText: 'Lo accetta chi può firmare per l’azienda. Nome, e-mail, telefono e data vengono trasmessi a Microsoft.',
    accept: (name) => (name === '' ? 'Il contratto è accettato' : `${name} accetta il contratto per l’azienda`),
    readAgreement: 'Leggi il contratto sul sito Microsoft',
    signedBy: 'Contratto accettato da',
  },
  payment: {
    label: 'Come si paga?',
    account: states.paymentMethod.account,
    left: (left, limit, enough) =>
      enough ? `Credito disponibile ${left} di ${limit}` : `Credito disponibile ${left} di ${limit}: non basta per questo acquisto`,
    noCredit: 'Con il rivenditore non è concordato alcun credito.',
    card: (brand, last4) => `${brand} che termina con ${last4}`,
    expires: (date) => `Scade ${date}`,
    expired: 'Scaduta',
    noCards: 'Il gestore delle carte non risponde e le carte salvate non si possono mostrare. Riprovare tra poco o pagare a credito.',
    add: 'Aggiungi una carta',
    addHint: 'Apre la pagina del gestore delle carte e riporta qui. I dati inseriti restano.',
  },
  review: {
    services: 'Servizi',
    amounts: 'Importi',
    edit: 'Modifica',
    reference: 'Riferimento interno',
    referenceHint: 'Per esempio un proprio numero d’ordine: compare insieme all’ordine.',
    promise: (p) => {
      const hold = p.onAccount
        ? `si riservano ${p.amount} del credito`
        : `si bloccano ${p.amount} su ${p.card === '' ? 'la carta' : p.card}`;
      const account = p.newTenant === undefined ? '' : `, si crea presso Microsoft l’account ${p.newTenant}`;
      return `Con Acquista ${hold}${account} e si ordinano i servizi. Si addebita solo ciò che viene attivato.`;
    },
  },
};
