/** Every snippet of README.md and docs/ is valid: code compiles against the package, names in markup and styles exist, and so do commands. */
import assert from 'node:assert/strict';
import { parser as phpParser } from '@lezer/php';
import { parser as pythonParser } from '@lezer/python';
import { describe, test } from 'node:test';
import { readArguments } from '../../src/check/arguments.ts';
import { elements, events, FILLED, packageName, scriptNames, tokens, wrongAttribute } from './kit.ts';
import { tagsOf, type Tag } from './markup.ts';
import { inLanguage, placeOf, snippets, type Snippet } from './snippets.ts';

/** How a snippet is checked, by the language of its fence. `compiled`: in compiled.test.ts. `drawn`: a drawing, not checked here. */
const PROOFS: Readonly<Record<string, 'compiled' | 'drawn' | ((snippet: Snippet) => void)>> = {
  ts: 'compiled',
  tsx: 'compiled',
  js: 'compiled',
  vue: 'compiled',
  svelte: 'compiled',
  html: markup,
  blade: markup,
  erb: markup,
  django: markup,
  // The PHP snippets are methods of a class.
  php: ({ text }) => parses(phpParser, `<?php class Snippet {\n${text}\n}`),
  python: ({ text }) => parses(pythonParser, text),
  css: ({ text }) => styles(text),
  json: ({ text }) => void JSON.parse(text),
  http: message,
  sh: commands,
  // A drawing. scripts/requirements.ts checks its transitions.
  mermaid: 'drawn',
};

describe('every snippet is what it claims to be', () => {
  for (const snippet of snippets) {
    const { language, text } = snippet;
    test(`${placeOf(snippet)} ${language || '(no language)'}`, () => {
      const proof = PROOFS[language];
      assert.ok(proof, language ? `nothing proves a snippet in ${language}` : 'the fence names no language');
      // A snippet may not omit code with "…", which could not be checked; it may say so in a comment.
      if (proof !== 'drawn') assert.doesNotMatch(text.replace(/(["'`])(?:(?!\1).)*\1/g, ''), /…/, 'something is left out');
      if (typeof proof === 'function') proof(snippet);
    });
  }
});

describe('a document without snippets would prove nothing', () => {
  for (const language of ['js', 'html', 'css', 'sh']) test(language, () => assert.ok(inLanguage(language).length > 0));
});

/** Asserts that the text is valid in its language, and that the kit's events in it exist. */
function parses(parser: typeof phpParser, text: string): void {
  parser.parse(text).iterate({
    enter: ({ type, from, to }) => assert.ok(!type.isError, `this does not parse: ${text.slice(Math.max(0, from - 30), to + 30)}`),
  });
  for (const [name] of text.matchAll(/(?<=["'])op-[a-z-]+(?=["'])/g)) assert.ok(events.has(name), `there is no event ${name}`);
}

/** Asserts that elements, attributes and values exist, and that inline JSON is valid. */
function markup({ text, language }: Snippet): void {
  for (const tag of tagsOf(text, language)) {
    if (tag.name.startsWith('op-')) ofTheKit(tag);
    if (tag.name === 'script' && tag.attributes.get('type') === 'application/json' && !tag.content.includes(FILLED)) JSON.parse(tag.content);
    if (tag.name === 'style') styles(tag.content);
  }
}

function ofTheKit({ name, attributes, line }: Tag): void {
  assert.ok(elements.has(name), `line ${line}: there is no <${name}>`);
  for (const [attribute, value] of attributes) assert.equal(wrongAttribute(name, attribute, value), null, `line ${line}`);
}

/** Asserts that blocks are closed, and that the kit's tokens and parts in them exist. */
export function styles(css: string): void {
  const plain = css.replace(/\/\*.*?\*\//gs, '');
  let depth = 0;
  for (const character of plain) {
    depth += character === '{' ? 1 : character === '}' ? -1 : 0;
    assert.ok(depth >= 0, 'a } too many');
  }
  assert.equal(depth, 0, 'a { too many');
  for (const [, token] of plain.matchAll(/(--op-[\w-]+)/g)) assert.ok(tokens.has(token!), `there is no token ${token}`);
  for (const [, tag, part] of plain.matchAll(/\b(op-[\w-]+)(?:::part\(([\w-]+)\))?(?![\w-])/g)) {
    const element = elements.get(tag!);
    if (plain.includes(`--${tag}`)) continue;
    assert.ok(element, `there is no <${tag}>`);
    if (part) assert.ok(element.parts.some(({ name }) => name === part), `<${tag}> has no part ${part}`);
  }
}

/** Checks an HTTP message: its first line, its headers, and its body if that is JSON. */
function message({ text }: Snippet): void {
  for (const part of text.split(/\n(?=HTTP\/)/)) {
    const [head = '', body = ''] = part.trim().split(/\n\n/, 2);
    const [first = '', ...headers] = head.split('\n');
    assert.match(first, /^(GET|HEAD|POST) \/\S*( HTTP\/1\.1)?$|^HTTP\/1\.1 \d{3}( [\w ]+)?$/);
    for (const header of headers) assert.match(header, /^[A-Z][\w-]*: \S/);
    if (body) JSON.parse(body);
  }
}

/** Programs from outside this repository. */
const FOREIGN = new Set(['cd', 'mkdir', 'curl', 'git', 'apt-get', 'sudo', 'echo', 'cp', 'composer', 'php', 'bundle', 'bin/rails', 'pip', 'python', 'code']);

/** Asserts that npm scripts exist, and that the package's own command accepts its arguments. */
function commands({ text }: Snippet): void {
  for (const [program = '', ...given] of commandsOf(text)) {
    const [verb = '', name = ''] = given;
    if (program === 'npm' && verb === 'run') assert.ok(scriptNames.has(name), `there is no script ${name}`);
    else if (program === 'npm' && ['start', 'test'].includes(verb)) assert.ok(scriptNames.has(verb), `there is no script ${verb}`);
    else if (program === 'npm') assert.match(verb, /^(ci|install|i|create|init|pack|publish)$/);
    else if (program === 'npx' && verb === packageName) assert.ok(readArguments(given.slice(1)));
    else if (program === 'npx') assert.match(verb, /^(vite|sv|playwright)$/);
    else assert.ok(FOREIGN.has(program), `nobody knows of ${program}`);
  }
}

/** The commands of a shell script, as arrays of words. */
function commandsOf(script: string): string[][] {
  const commands: string[][] = [[]];
  const words = script.replace(/\\\n/g, ' ').matchAll(/(?<comment>(?<=^|\s)#[^\n]*)|(?<end>&&|\|\|?|;|\n)|(?<word>(?:'[^']*'|"[^"]*"|[^\s'"|;&])+)/g);
  for (const { groups } of words) {
    if (groups!['end']) commands.push([]);
    else if (groups!['word']) commands.at(-1)!.push(groups!['word'].replace(/'([^']*)'|"([^"]*)"/g, '$1$2'));
  }
  // Leading assignments such as `PORT=0` are removed.
  return commands.map((words) => words.slice(words.findIndex((word) => !/^\w+=/.test(word)))).filter((words) => words.length > 0);
}
