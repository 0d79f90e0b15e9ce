/** The report in three forms: for a person, as JSON, and as JUnit XML. */
import type { Finding, Outcome, Report, RuleResult } from './check.ts';

const SAID: Readonly<Record<Outcome, string>> = { ok: 'ok', warning: 'warning', violation: 'VIOLATION', 'not-checked': 'not checked' };

/** The most findings per rule in the table for a person. JSON and JUnit have all of them. */
const MAX_TOLD = 10;

export function toTable(report: Report): string {
  const { host, tenant, workspace, rules, violations, warnings, requests, seconds } = report;
  const width = Math.max(...rules.map(({ id }) => id.length));
  const lines = [`${host}, tenant ${tenant}${workspace === null ? '' : `, workspace ${workspace}`}`, ''];
  for (const rule of rules) lines.push(`  ${SAID[rule.outcome].padEnd(11)}  ${rule.id.padEnd(width)}  ${noteOf(rule)}`);
  for (const rule of rules.filter(({ findings }) => findings.length > 0)) {
    lines.push('', `${rule.id}: ${rule.holds}`);
    for (const finding of rule.findings.slice(0, MAX_TOLD)) lines.push(...told(finding, host));
    if (rule.findings.length > MAX_TOLD) lines.push(`  and ${rule.findings.length - MAX_TOLD} more, which --json tells`);
  }
  const unchecked = rules.filter(({ outcome }) => outcome === 'not-checked').length;
  const rest = unchecked > 0 ? `, ${counted(unchecked, 'rule')} not checked` : '';
  return `${[...lines, '', `${counted(violations, 'violation')}, ${counted(warnings, 'warning')}${rest}; ${counted(requests, 'request')} in ${seconds.toFixed(1)} s`].join('\n')}\n`;
}

function noteOf({ outcome, tried, reason, findings }: RuleResult): string {
  if (outcome === 'not-checked') return reason ?? '';
  const found = findings.length > 0 ? `${findings.length} found, ` : '';
  return `${found}${tried} looked at${reason === null ? '' : `; ${reason}`}`;
}

const told = ({ severity, url, path, problem, fix }: Finding, host: string): string[] => [
  `  ${severity === 'violation' ? '✖' : '⚠'} ${relative(url, host)}${path ? ` › ${path}` : ''}`,
  `    ${problem}`,
  `    Fix: ${fix}`,
];

const relative = (url: string, host: string): string => (url.startsWith(host) ? `/${url.slice(host.length)}` : url);

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

export const toJson = (report: Report): string => `${JSON.stringify(report, null, 2)}\n`;

/** JUnit XML with one test case per rule: a rule that was not checked is skipped, warnings are in `system-out`. */
export function toJUnit({ host, rules, violations, seconds }: Report): string {
  const failed = rules.filter(({ outcome }) => outcome === 'violation').length;
  const skipped = rules.filter(({ outcome }) => outcome === 'not-checked').length;
  const suite = `tests="${rules.length}" failures="${failed}" errors="0" skipped="${skipped}" time="${seconds}"`;
  const cases = rules.map(({ id, holds, outcome, reason, findings }) => {
    const broken = findings.filter(({ severity }) => severity === 'violation');
    const warned = findings.filter(({ severity }) => severity === 'warning');
    const text = (some: readonly Finding[]) => escaped(some.flatMap((finding) => told(finding, host)).join('\n'));
    const parts = [
      ...(outcome === 'not-checked' ? [`<skipped message="${escaped(reason ?? '')}"/>`] : []),
      ...(broken.length > 0 ? [`<failure type="${id}" message="${escaped(`${counted(broken.length, 'violation')} of ${violations}: ${holds}`)}">${text(broken)}</failure>`] : []),
      ...(warned.length > 0 ? [`<system-out>${text(warned)}</system-out>`] : []),
    ];
    return `    <testcase classname="op-run-check" name="${id}">${parts.join('')}</testcase>`;
  });
  return xml(suite, [`    <properties><property name="host" value="${escaped(host)}"/></properties>`, ...cases]);
}

/** The JUnit report of a check that could not run: CI shows an error instead of an empty suite. */
export const errorToJUnit = (sentence: string): string =>
  xml('tests="1" failures="0" errors="1" skipped="0" time="0"', [`    <testcase classname="op-run-check" name="could run"><error message="${escaped(sentence)}"/></testcase>`]);

const xml = (counts: string, lines: readonly string[]): string =>
  ['<?xml version="1.0" encoding="UTF-8"?>', '<testsuites>', `  <testsuite name="op-run-check" ${counts}>`, ...lines, '  </testsuite>', '</testsuites>', ''].join('\n');

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

const escaped = (text: string): string => text.replace(/[&<>"]/g, (mark) => ENTITIES[mark]!);
