/** The columns of the state matrix: the elements as a host would write them. */
import { html, type TemplateResult } from 'lit';
import { TENANT } from '../shared.ts';

export const SURFACES = {
  overlay: { title: 'Overlay', draw: (base: string): TemplateResult => html`<op-progress-overlay base-url=${base} tenant-id=${TENANT} open></op-progress-overlay>` },
  activity: { title: 'Activity', draw: (base: string) => html`<op-tenant-activity base-url=${base} tenant-id=${TENANT} max-items="1"></op-tenant-activity>` },
  list: { title: 'List', draw: (base: string) => html`<op-run-list base-url=${base} tenant-id=${TENANT}></op-run-list>` },
  row: { title: 'Row', draw: (base: string, run: number) => html`<op-run-row base-url=${base} run-id=${run}></op-run-row>` },
  banner: { title: 'Banner', draw: (base: string, run: number) => html`<op-run-detail-banner base-url=${base} run-id=${run}></op-run-detail-banner>` },
  diagnostics: { title: 'Diagnostics', draw: (base: string, run: number) => html`<op-run-diagnostics base-url=${base} run-id=${run} open></op-run-diagnostics>` },
  pack: { title: 'Review pack', draw: (base: string) => html`<op-review-pack-card base-url=${base} tenant-id=${TENANT}></op-review-pack-card>` },
} as const satisfies Record<string, { title: string; draw: (base: string, run: number) => TemplateResult }>;

export type SurfaceName = keyof typeof SURFACES;
