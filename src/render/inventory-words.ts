import type { Language } from '../core/config.ts';

/** The words of `srvmon server` and `srvmon site`. */
export interface InventoryWords {
  readonly id: string;
  readonly name: string;
  readonly host: string;
  readonly site: string;
  readonly location: string;
  readonly map: string;
  readonly checks: string;
  readonly parent: string;
  readonly gateway: string;
  readonly downAfter: string;
  readonly to: string;
  readonly tags: string;
  readonly place: string;
  readonly servers: string;
  readonly none: string;
  readonly renamed: (from: string, to: string, id: string) => string;
}

const EN: InventoryWords = {
  id: 'Id',
  name: 'Name',
  host: 'Host',
  site: 'Site',
  location: 'Location',
  map: 'Map',
  checks: 'Checks',
  parent: 'Parent',
  gateway: 'Gateway',
  downAfter: 'Down after',
  to: 'Told to',
  tags: 'Tags',
  place: 'Written in',
  servers: 'Servers',
  none: '(none)',
  renamed: (from, to, id) => `${from} is called ${to} now; its id stays ${id}, so its history does too.`,
};

const ID: InventoryWords = {
  id: 'Id',
  name: 'Nama',
  host: 'Host',
  site: 'Lokasi',
  location: 'Koordinat',
  map: 'Peta',
  checks: 'Pemeriksaan',
  parent: 'Induk',
  gateway: 'Gateway',
  downAfter: 'Down setelah',
  to: 'Dikirim ke',
  tags: 'Tag',
  place: 'Tertulis di',
  servers: 'Server',
  none: '(tidak ada)',
  renamed: (from, to, id) => `${from} sekarang bernama ${to}; id tetap ${id}, jadi riwayatnya juga tetap.`,
};

export function inventoryWords(language: Language): InventoryWords {
  return language === 'id' ? ID : EN;
}
