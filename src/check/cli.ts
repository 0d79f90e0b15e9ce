#!/usr/bin/env node
/** `op-run-elements check`: checks whether a backend serves the contract. Exit code: 0 no violation, 1 violations, 2 the check could not run. */
import { writeFileSync } from 'node:fs';
import { readArguments, USAGE, UsageError, type Arguments } from './arguments.ts';
import { check, type Report } from './check.ts';
import { errorToJUnit, toJson, toJUnit, toTable } from './report.ts';
import { CouldNotRun } from './survey.ts';

/** Values of the headers that were passed in. No output may contain them, not even when the backend echoes them. */
let secrets: string[] = [];

// A reader such as `head` may close the pipe early: that is not an error of this command.
process.stdout.on('error', () => {});

try {
  process.exitCode = await run(readArguments(process.argv.slice(2)));
} catch (error) {
  refuse(error, null);
}

async function run({ help, json, junit, check: options }: Arguments): Promise<0 | 1 | 2> {
  if (options === null || help) {
    process.stdout.write(USAGE);
    return 0;
  }
  secrets = options.headers.flatMap(([, value]) => [value, ...value.split(/[\s;,=]+/)]).filter((part) => part.length > 5);
  try {
    const report = safe(await check(options));
    if (junit !== null) write(junit, toJUnit(report));
    process.stdout.write(json ? toJson(report) : toTable(report));
    return report.violations > 0 ? 1 : 0;
  } catch (error) {
    return refuse(error, { json, junit });
  }
}

/** Reports an error as one sentence on stderr, and in the JSON or JUnit report when one was asked for. */
function refuse(error: unknown, to: Pick<Arguments, 'json' | 'junit'> | null): 2 {
  const known = error instanceof UsageError || error instanceof CouldNotRun;
  const sentence = printable(known ? error.message : `The check broke off: ${error instanceof Error ? error.message : 'for no known reason'}`);
  process.stderr.write(`op-run-elements: ${sentence}\n`);
  if (to?.json) process.stdout.write(`${JSON.stringify({ error: sentence }, null, 2)}\n`);
  if (to?.junit && error instanceof CouldNotRun) write(to.junit, errorToJUnit(sentence));
  process.exitCode = 2;
  return 2;
}

function write(file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch {
    throw new UsageError('The file for --junit could not be written.');
  }
}

/** Removes secrets from the findings, which quote the backend. Secrets are removed before a text is shortened, or a part of one could remain. */
function safe(report: Report): Report {
  const clean = (text: string): string => {
    const all = printable(text);
    return all.length > 300 ? `${all.slice(0, 299)}…` : all;
  };
  const rules = report.rules.map((rule) => ({
    ...rule,
    findings: rule.findings.map((finding) => ({ ...finding, path: clean(finding.path), problem: clean(finding.problem), fix: clean(finding.fix) })),
  }));
  return { ...report, rules };
}

/** Removes secrets, and control characters that a terminal would obey or XML does not allow. */
function printable(text: string): string {
  return secrets
    .toSorted((one, other) => other.length - one.length)
    .reduce((rest, secret) => rest.replaceAll(secret, '[given]'), text)
    .replace(/[\p{Cc}\p{Cs}\u{fffe}\u{ffff}]+/gu, ' ');
}
