/** What a view depends on beside its run: the language, and the time of its data. */
import { catalogueFor, formatDateTime, formatTime, onLocaleRegistered, sameDay, type Catalogue, type Locale } from './copy/index.ts';

export class Setting {
  readonly locale: Locale;
  readonly copy: Catalogue;
  /** When the data was true, in epoch milliseconds; null while it is current. */
  readonly asOf: number | null;
  /** Whether `asOf` is on another day than today, and is said with its day. */
  readonly dated: boolean;
  #time: string | null = null;

  constructor(locale: Locale, asOf: number | null, dated: boolean) {
    this.locale = locale;
    this.copy = catalogueFor(locale);
    this.asOf = asOf;
    this.dated = dated;
  }

  /** L7: calm copy that is not being updated carries its time. */
  qualified(text: string): string {
    if (this.asOf === null) return text;
    this.#time ??= (this.dated ? formatDateTime : formatTime)(this.asOf, this.locale);
    return this.copy.asOf(this.#time, text);
  }
}

// The runs of one render have one setting, so the latest one is nearly always the one that is asked for.
let latest: Setting | null = null;
let latestNow: number | null = null;
onLocaleRegistered(() => (latest = null));

/** `asOf` and `now` are in epoch milliseconds. Of `now`, only the day counts. */
export function settingOf(locale: Locale, asOf: number | null, now: number = asOf!): Setting {
  const known = latest?.locale === locale && latest.asOf === asOf ? latest : null;
  if (known && (asOf === null || now === latestNow)) return known;
  const dated = asOf !== null && !sameDay(asOf, now);
  latestNow = now;
  return known?.dated === dated ? known : (latest = new Setting(locale, asOf, dated));
}
