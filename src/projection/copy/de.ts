/** German. */
import type { Catalogue } from './catalogue.ts';
import { formatNumber, pluralOf } from './format.ts';
import { anyOf } from './words.ts';

export const de: Catalogue = {
  label: {
    fresh: 'Aktiv',
    stale: 'Vermutlich überfällig',
    reconciled: 'Automatisch als fehlgeschlagen abgeglichen',
    terminal: 'Nicht mehr aktiv',
    followUp: 'Nacharbeit nötig',
    unknown: 'Zustand unbekannt',
  },
  heading: {
    queued: 'Vorgang in der Warteschlange',
    fresh: 'Vorgang aktiv',
    stale: 'Vermutlich überfälliger Vorgang',
    reconciled: 'Automatisch als fehlgeschlagen abgeglichen',
    terminal: 'Vorgang nicht mehr aktiv',
    followUp: 'Vorgang erfordert Nacharbeit',
    unknown: 'Zustand des Vorgangs unbekannt',
  },
  guidance: {
    queued: 'Wartet auf Worker.',
    fresh: 'Derzeit keine Maßnahme nötig.',
    stale: 'Über das erwartete Laufzeitfenster hinaus. Zustand der Worker prüfen.',
    reconciled: 'Durch einen Abgleich geschlossen. Vor einem erneuten Start die Diagnose prüfen.',
    terminal: null,
    followUp: 'Vor einem erneuten Start das Ergebnis prüfen.',
    confirmed: 'Ergebnis durch einen Abgleich bestätigt.',
    unknown: 'Der Server meldet für diesen Vorgang keinen Lebenszyklus-Zustand.',
  },
  explanation: {
    queued: 'Dieser Vorgang wartet innerhalb seines Laufzeitfensters auf einen Worker. Derzeit ist keine Maßnahme nötig.',
    fresh: 'Dieser Vorgang ist aktiv und liegt innerhalb seines Laufzeitfensters. Derzeit ist keine Maßnahme nötig.',
    stale:
      'Dieser Vorgang gilt noch als aktiv, ist aber über das erwartete Laufzeitfenster hinaus. Prüfen Sie den Zustand der Worker, bevor Sie eingreifen.',
    reconciled: 'Dieser Vorgang ist nicht mehr aktiv. Ein Abgleich hat ihn als fehlgeschlagen vermerkt; die Diagnose nennt die Begründung.',
    terminal: 'Dieser Vorgang ist nicht mehr aktiv.',
    followUp: 'Dieser Vorgang ist nicht mehr aktiv. Prüfen Sie das Ergebnis, bevor Sie ihn erneut starten.',
    confirmed: 'Dieser Vorgang ist nicht mehr aktiv. Ein Abgleich hat sein Ergebnis bestätigt.',
    unknown: 'Der Server meldet für diesen Vorgang keinen Lebenszyklus-Zustand. Die Anzeige wird nicht automatisch aktualisiert.',
  },
  lineage: 'Dieser Vorgang war über das erwartete Laufzeitfenster hinaus, bevor er endete.',
  status: { queued: 'In Warteschlange', running: 'Läuft', completed: 'Abgeschlossen', unknown: 'Status unbekannt' },
  outcome: {
    pending: 'Kein Ergebnis vermerkt',
    succeeded: 'Erfolgreich',
    partially_succeeded: 'Teilweise erfolgreich',
    blocked: 'Blockiert',
    failed: 'Fehlgeschlagen',
    unknown: 'Ergebnis unbekannt',
  },
  source: {
    failed_callback: 'Rückmeldung des fehlgeschlagenen Jobs',
    scheduled_reconciler: 'planmäßiger Abgleich',
    adapter_reconciler: 'Abgleich über den Adapter',
  },
  reconciledBy: (source, reason) => [source && `Quelle: ${source}.`, reason && `Begründung: ${sentence(reason)}`].filter(Boolean).join(' '),
  operation: (runId) => (runId === null ? 'Nicht lesbarer Vorgang' : `Vorgang #${runId}`),
  tenant: (tenantId) => `Mandant #${tenantId}`,
  outcomeWas: (outcome) => `Ergebnis: ${sentence(outcome)}`,
  lastReported: (status) => `Zuletzt gemeldet: ${status}`,
  progressPending: 'Angaben zum Fortschritt stehen noch aus.',
  progress: (processed, total) => `${processed} von ${total}`,
  phase: (label, step, steps) => (step === undefined ? label : `${label} (Schritt ${step}${steps === undefined ? '' : ` von ${steps}`})`),
  asOf: (time, text) => `Stand ${time}: ${text}`,
  changed: (operation, label) => `${operation}: ${label}`,
  refresh: {
    loading: 'Vorgänge werden geladen',
    notUpdating: (time) => `Wird nicht aktualisiert – Stand ${time}`,
    paused: (time) => `Aktualisierung pausiert – Stand ${time}`,
    failed: {
      network: 'Der Server ist nicht erreichbar. Ein neuer Versuch folgt.',
      timeout: 'Der Server hat nicht rechtzeitig geantwortet. Ein neuer Versuch folgt.',
      server: 'Der Server konnte nicht antworten. Ein neuer Versuch folgt.',
      unreadable: 'Die Antwort des Servers ist nicht lesbar. Ein neuer Versuch folgt.',
    },
    sessionEnded: (time) => (time ? `Sitzung beendet – Stand ${time}. Melden Sie sich erneut an.` : 'Sitzung beendet. Melden Sie sich erneut an.'),
    forbidden: 'Sie haben keine Berechtigung, Vorgänge anzuzeigen.',
    missing: 'Nicht gefunden.',
    announceNotUpdating: 'Die Angaben zu den Vorgängen werden nicht aktualisiert.',
    announceUpdating: 'Die Angaben zu den Vorgängen werden wieder aktualisiert.',
    announceSessionEnded: 'Sitzung beendet. Melden Sie sich erneut an.',
  },
  count: {
    active: (count) => `${number(count)} aktiv`,
    stale: (count) => `${number(count)} vermutlich überfällig`,
    followUp: (count) => `${number(count)} ${isOne(count) ? 'erfordert' : 'erfordern'} Nacharbeit`,
    unknown: (count) => `${number(count)} unbekannt`,
  },
  countLabel: { all: 'Alle', active: 'Aktiv', stale: 'Vermutlich überfällig', followUp: 'Nacharbeit', unknown: 'Unbekannt' },
  more: (count) => `+${number(count)} ${isOne(count) ? 'weiterer' : 'weitere'}`,
  pause: { pause: 'Aktualisierung pausieren', resume: 'Aktualisierung fortsetzen' },
  overlay: {
    name: 'Aktive Vorgänge',
    view: 'Vorgang anzeigen',
    review: 'Vorgänge prüfen',
  },
  activity: { name: 'Vorgänge', empty: 'Keine Vorgänge anzuzeigen.' },
  list: {
    name: 'Liste der Vorgänge',
    filter: 'Vorgänge filtern',
    empty: 'Keine Vorgänge anzuzeigen.',
    filtered: 'Kein Vorgang entspricht diesem Filter.',
    showAll: 'Alle Vorgänge anzeigen',
  },
  diagnostics: {
    name: 'Diagnose',
    asOf: (time) => `Stand ${time}`,
    section: { lifecycle: 'Lebenszyklus', reconciliation: 'Abgleich', failures: 'Fehler', counts: 'Zuletzt bekannte Zählerstände', evidence: 'Nachweise' },
    term: {
      threshold: 'Laufzeitfenster',
      initiator: 'Gestartet von',
      created: 'Erstellt',
      started: 'Gestartet',
      completed: 'Beendet',
      duration: 'Dauer',
      source: 'Quelle',
      reconciled: 'Abgeglichen',
      reasonCode: 'Begründungscode',
      reason: 'Begründung',
    },
    system: 'System',
    yes: 'Ja',
    no: 'Nein',
    none: 'Leer',
  },
  pack: {
    name: 'Prüfpaket',
    label: { not_started: 'Nicht begonnen', queued: 'In Warteschlange', generating: 'Wird erstellt', ready: 'Bereit', failed: 'Fehlgeschlagen', unknown: 'Zustand unbekannt' },
    guidance: {
      not_started: 'Es wurde noch kein Prüfpaket erstellt.',
      queued: 'Wartet auf Worker.',
      generating: 'Angaben zum Fortschritt stehen noch aus.',
      ready: null,
      failed: 'Das Prüfpaket wurde nicht erstellt. Vor einem erneuten Start den Vorgang prüfen.',
      unknown: 'Der Server meldet für dieses Prüfpaket keinen Zustand.',
    },
    generated: (time) => `Erstellt am ${time}`,
    download: 'Herunterladen',
  },
  lexicon: {
    calm: german(
      /(\bwartet?|^warten) (noch )?(auf|in) ((den|die|der|einen|freien) )*(worker|warteschlange|abholung|ausführung|bearbeitung)\b/,
      /\b(angaben zum fortschritt|fortschrittsdetails|details) (stehen noch aus|stehen aus|ausstehend|folgen)\b/,
      /\bkeine?n? ((weitere|manuelle|sofortige)[nrs]? )*(maßnahmen?|aktion(en)?|eingriffe?|eingreifen) ((ist|sind|derzeit|zurzeit|aktuell) )*(nötig|notwendig|erforderlich)\b/,
      /\b(kein handlungsbedarf|kein grund zur (sorge|beunruhigung)|keine sorge|nichts zu (tun|veranlassen|befürchten))\b/,
      /\b(bitte (noch |kurz |etwas )?(warten|geduld)|einen moment (bitte|geduld)|(fast|gleich|beinahe|nahezu) (fertig|geschafft))\b/,
      /\balles ((ist|sieht|läuft|scheint) )?(gut|bestens|okay|ok|normal|in ordnung|im grünen bereich|nach plan|wie geplant|planmäßig|reibungslos)\b/,
      /\b(läuft|arbeitet|verläuft) (normal|planmäßig|ordnungsgemäß|problemlos|reibungslos|nach plan|wie (erwartet|geplant|vorgesehen))\b/,
      /\b(wird|startet|beginnt|endet|geht|folgt|sollte|dürfte) (in kürze|gleich|bald|demnächst|jeden moment|in wenigen (minuten|sekunden))\b/,
    ),
    stale: german(
      /\b(überfällig|veraltet)|\blänger als (erwartet|üblich|geplant|vorgesehen)\b/,
      /\büber (\p{L}+ ){0,3}(laufzeit|zeitfenster|dauer|lebenszyklus)\p{L}* hinaus\b/u,
      /\baußerhalb (\p{L}+ ){0,2}(laufzeit|zeitfenster|lebenszyklus)/u,
      /\b(laufzeit|zeitfenster|dauer|frist)\p{L}* ((ist|wurde|um|\d+|minuten?|stunden?) ){0,5}überschritten\b/u,
    ),
    // "Erwartet", "dauert" and "hat" could reassure: they stand in a whole phrase that says that the run is late. "Prüfen" is what
    // workers do as well, so it stands at the end, or with "Sie".
    staleOnly: madeOf(
      /der|die|das|des|dies(er|e|es)|ist|vorgangs?|laufs?|jobs?|auftrag|operation|ausführung/,
      /vermutlich|möglicherweise|wahrscheinlich|überfällig(er?|es)?|seit|\d+|uhr|minuten?|stunden?/,
      /(dauert )?länger als (erwartet|üblich)/,
      /über ((das|die|seine?) )?(erwartete )?(laufzeit(fenster)?|zeitfenster|dauer|lebenszyklus) hinaus/,
      /außerhalb ((des|der|seiner|seines) )?(erwarteten )?(laufzeit(fensters)?|zeitfensters|dauer|lebenszyklus)/,
      /(hat (das|die|seine?) )?(erwartete )?(laufzeit(fenster)?|zeitfenster|dauer) (ist )?(um \d+ (minuten?|stunden?) )?überschritten/,
      /bitte|(den )?zustand|workers?|warteschlange|protokolle|logs|prüfen sie(?= (den zustand|die (worker|warteschlange|protokolle|logs)))|(?<!\bdie worker )prüfen$/,
    ),
    attention: german(/(?<!\bwar )\b(vermutlich|möglicherweise|wahrscheinlich|anscheinend) (überfällig|veraltet)|\bzustand de[rs] workers? prüfen\b|\bprüfen sie den zustand de[rs] worker/),
    notFresh: german(
      /\b(verwaist|verloren|verschollen|gestorben|abgestürzt|eingefroren|festgefahren|hängt(?! von\b)|hängen ?geblieben|steht still|verzögert|verspätet|(reagiert|antwortet) nicht)\b|\btot$/,
      /\b(abgeschlossen|beendet|erledigt|fertig|fehlgeschlagen|gescheitert|abgebrochen|blockiert|nicht mehr aktiv)\b|\berfolgreich$/,
      /\b(worker|warteschlange) prüfen\b|\bprüfen sie (die )?(worker|warteschlange)\b/,
    ),
    unknown: madeOf(/keine?n?|nicht bekannt|unbekannte?[rs]?|lebenszyklus(zustand|richtlinie)?|zustand|status|richtlinie|für|dies(er|e|es|en)|der|des|vorgangs?|vorgangstyp|laufs?|jobs?|operation|typ/),
    success: german(/^((der|die|das|dieser?|vorgang|lauf|job|auftrag|operation|ist|war|wurde|hat) )*(erfolgreich|mit erfolg|abgeschlossen|fertig|erledigt|gelungen)\b/),
    queued: german(/^((der|die|das|dieser?|vorgang|lauf|job|auftrag|operation|ist|steht|noch|in) )*(warteschlange|eingereiht|wartet|wartend|ausstehend|geplant)( noch)?$/),
    running: german(/^((der|die|das|dieser?|vorgang|lauf|job|auftrag|operation|ist|noch|in|wird) )*(läuft|laufend|aktiv|gestartet|arbeit|ausführung|bearbeitung|verarbeitung|ausgeführt|bearbeitet|verarbeitet)( noch)?$/),
  },
};

const number = (value: number): string => formatNumber(value, 'de');

const isOne = (count: number): boolean => pluralOf(count, 'de') === 'one';

const sentence = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`);

/** A text that is made of nothing but these. */
function madeOf(...words: readonly RegExp[]): RegExp {
  return new RegExp(`^((${german(...words).source})( |$))+$`, 'u');
}

/** Any of the patterns, with each umlaut also in its two letters: `ueberfaellig`. */
function german(...patterns: readonly RegExp[]): RegExp {
  const spelled = { ä: 'ae', ö: 'oe', ü: 'ue', ß: 'ss' };
  return new RegExp(
    anyOf(...patterns).source.replace(/[äöüß]/g, (letter) => `(?:${letter}|${spelled[letter as keyof typeof spelled]})`),
    'u',
  );
}
