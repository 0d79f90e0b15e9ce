/** A list of runs as a server renders it for htmx. The vanilla contestant makes its rows of the same markup. */
import { ICONS, type RowView } from './view.ts';

export const listHtml = (views: readonly RowView[]): string => `<ul>${views.map(rowHtml).join('')}</ul>`;

export function rowHtml(view: RowView): string {
  const { id, url, operation, reference, tenant, tone, label, lines, progress } = view;
  const icon = `<svg class="icon" viewBox="0 0 16 16" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" aria-hidden="true"><path d="${ICONS[tone]}"></path></svg>`;
  const bar = progress
    ? `<span class="progress"><progress max="1" value="${progress.value}" aria-label="${escaped(operation)}"></progress><span>${escaped(progress.text)}</span></span>`
    : '';
  return (
    `<li id="run-${id}"><a class="run" href="${url}">` +
    `<span><bdi class="operation">${escaped(operation)}</bdi> <span class="tenant">${reference}</span> <bdi class="tenant">${escaped(tenant)}</bdi></span>` +
    `<span class="badge" data-tone="${tone}">${icon}<span>${escaped(label)}</span></span>` +
    `<span class="lines">${lines.map((line) => `<span class="guidance"><bdi>${escaped(line)}</bdi></span>`).join('')}${bar}</span>` +
    `</a></li>`
  );
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

const escaped = (text: string): string => text.replace(/[&<>"]/g, (character) => ENTITIES[character]!);
