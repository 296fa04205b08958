import type { UnitType } from '../domain/licence/licence.js';

export interface CataloguePlan {
  readonly code: string;
  readonly en: string;
  readonly it: string;
  readonly min?: number;
  readonly max: number;
  /** Price of a unit in euro cents: a month of the monthly term, a month of the annual term billed monthly, a year. */
  readonly prices?: readonly [monthly: number, annualMonthly: number, annual: number];
  /** Price of a unit and month in euro cents, for plans that are sold by the month alone. */
  readonly monthlyPrice?: number;
}

export interface CatalogueProduct {
  readonly code: string;
  readonly vendor: 'microsoft' | 'guardia';
  readonly category: 'productivity' | 'security' | 'backup' | 'mail';
  readonly en: string;
  readonly it: string;
  readonly descriptionEn: string;
  readonly descriptionIt: string;
  readonly unitType: UnitType;
  readonly plans: readonly CataloguePlan[];
}

/** What the sandbox sells. `guardia` is the plain REST licence vendor, `microsoft` the partner API. */
export const catalogue: readonly CatalogueProduct[] = [
  {
    code: 'endpoint-guard',
    vendor: 'guardia',
    category: 'security',
    unitType: 'endpoint',
    en: 'Endpoint Guard',
    it: 'Endpoint Guard',
    descriptionEn: 'Protection of computers and servers against malware and ransomware.',
    descriptionIt: 'Protezione di computer e server da malware e ransomware.',
    plans: [
      { code: 'EG-STD', en: 'Standard', it: 'Standard', max: 50_000, monthlyPrice: 350 },
      { code: 'EG-ADV', en: 'Advanced', it: 'Avanzato', min: 5, max: 50_000, monthlyPrice: 590 },
    ],
  },
  {
    code: 'mail-shield',
    vendor: 'guardia',
    category: 'mail',
    unitType: 'mailbox',
    en: 'Mail Shield',
    it: 'Mail Shield',
    descriptionEn: 'Filtering of spam, phishing and malicious attachments.',
    descriptionIt: 'Filtro per spam, phishing e allegati pericolosi.',
    plans: [
      { code: 'MS-STD', en: 'Standard', it: 'Standard', max: 100_000, monthlyPrice: 180 },
      { code: 'MS-ARC', en: 'With archive', it: 'Con archivio', max: 100_000 },
    ],
  },
  {
    code: 'cloud-backup',
    vendor: 'guardia',
    category: 'backup',
    unitType: 'gb',
    en: 'Cloud Backup',
    it: 'Cloud Backup',
    descriptionEn: 'Daily copies of files and mailboxes, kept in Europe.',
    descriptionIt: 'Copie giornaliere di file e caselle, conservate in Europa.',
    plans: [{ code: 'CB-GB', en: 'Pay per GB', it: 'A consumo per GB', min: 100, max: 100_000 }],
  },
  {
    code: 'disk-vault',
    vendor: 'guardia',
    category: 'security',
    unitType: 'encryption_key',
    en: 'Disk Vault',
    it: 'Disk Vault',
    descriptionEn: 'Disk encryption with central recovery keys.',
    descriptionIt: 'Cifratura dei dischi con chiavi di recupero centralizzate.',
    plans: [{ code: 'DV-KEY', en: 'Per key', it: 'Per chiave', max: 50_000, monthlyPrice: 240 }],
  },
  {
    code: 'sign-on',
    vendor: 'guardia',
    category: 'security',
    unitType: 'user',
    en: 'Single Sign-On',
    it: 'Accesso unico',
    descriptionEn: 'One sign-in with second factor for all services.',
    descriptionIt: 'Un solo accesso con secondo fattore per tutti i servizi.',
    plans: [{ code: 'SSO-USR', en: 'Per user', it: 'Per utente', max: 100_000, monthlyPrice: 290 }],
  },
  {
    code: 'office-desk',
    vendor: 'guardia',
    category: 'productivity',
    unitType: 'seat',
    en: 'Office Desk',
    it: 'Office Desk',
    descriptionEn: 'Documents, sheets and shared calendars.',
    descriptionIt: 'Documenti, fogli di calcolo e calendari condivisi.',
    plans: [
      { code: 'OD-BAS', en: 'Basic', it: 'Base', max: 10_000, monthlyPrice: 450 },
      { code: 'OD-PRO', en: 'Professional', it: 'Professionale', max: 10_000, monthlyPrice: 890 },
    ],
  },
  {
    code: 'microsoft-365',
    vendor: 'microsoft',
    category: 'productivity',
    unitType: 'seat',
    en: 'Microsoft 365',
    it: 'Microsoft 365',
    descriptionEn: 'Office applications, mail, Teams and OneDrive.',
    descriptionIt: 'Applicazioni Office, posta, Teams e OneDrive.',
    plans: [
      { code: 'M365-BB', en: 'Business Basic', it: 'Business Basic', max: 300, prices: [684, 570, 6_480] },
      { code: 'M365-BS', en: 'Business Standard', it: 'Business Standard', max: 300, prices: [1_512, 1_260, 14_400] },
      { code: 'M365-BP', en: 'Business Premium', it: 'Business Premium', max: 300, prices: [2_508, 2_090, 24_000] },
    ],
  },
];
