/**
 * Every word of the host's own pages and answers, in each language that an operator can choose. Texts that a run recorded
 * (failures, names in evidence) are not translated.
 */
import { de } from './de.ts';
import { en } from './en.ts';

export const LANGS = ['en', 'de'] as const;
export type Lang = (typeof LANGS)[number];
export type Words = typeof en;

/** A sentence in any language: gets the words of the reader's language. */
export type Sentence = (words: Words) => string;

const WORDS: Readonly<Record<Lang, Words>> = { en, de };

/** The words of a language; English for anything else. */
export const wordsOf = (lang: string | undefined): Words => WORDS[LANGS.find((known) => known === lang) ?? 'en'];
