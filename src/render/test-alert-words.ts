import type { Language } from '../core/config.ts';

/** What `srvmon test-alert` says of each chat. */
export interface TestAlertWords {
  readonly delivered: (chat: string) => string;
  readonly notDelivered: (chat: string, reason: string) => string;
  readonly outsideHours: (chat: string) => string;
}

const EN: TestAlertWords = {
  delivered: (chat) => `${chat}: delivered`,
  notDelivered: (chat, reason) => `${chat}: not delivered: ${reason}`,
  outsideHours: (chat) => `${chat}: not sent: outside its hours`,
};

const ID: TestAlertWords = {
  delivered: (chat) => `${chat}: terkirim`,
  notDelivered: (chat, reason) => `${chat}: tidak terkirim: ${reason}`,
  outsideHours: (chat) => `${chat}: tidak dikirim: di luar jam chat ini`,
};

export function testAlertWords(language: Language): TestAlertWords {
  return language === 'id' ? ID : EN;
}
