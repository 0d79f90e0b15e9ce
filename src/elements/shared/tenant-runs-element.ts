/** Base class of the overlay and the activity: the limit of shown runs, and the links to the canonical list. */
import type { PropertyDeclarations, PropertyValues } from 'lit';
import type { ContractViolation, RunItem } from '../../contract/payloads.ts';
import { staleFirst } from '../../projection/index.ts';
import { listPageUrl, type ListFilter } from '../../refresh/index.ts';
import { wholeNumber } from './op-element.ts';
import type { LinkedView } from './run-drawing.ts';
import { deviationsOf } from './run-links.ts';
import { TenantElement } from './tenant-element.ts';

export abstract class TenantRunsElement<Value extends { tenant_id: number; items: RunItem[] }> extends TenantElement<Value> {
  static override properties: PropertyDeclarations = {
    maxItems: { type: Number, attribute: 'max-items' },
  };

  /** How many runs are shown, the likely stale ones first. The others are counted in "+N more". */
  maxItems = 5;

  /** `maxItems`, or 5 when it is not a whole number. */
  protected get limit(): number {
    return wholeNumber(this.maxItems) ?? 5;
  }

  /** Keeps the focus on its run when other runs are added, removed or moved (P10). */
  protected override update(changed: PropertyValues): void {
    const run = (this.shadowRoot?.activeElement as HTMLElement | null | undefined)?.dataset['run'];
    super.update(changed);
    if (run) this.renderRoot.querySelector<HTMLElement>(`[data-run="${run}"]`)?.focus({ preventScroll: true });
  }

  /** The first of `items`, in the order in which they are shown. */
  protected listed(items: readonly RunItem[]): RunItem[] {
    return staleFirst(items).slice(0, this.limit);
  }

  protected views(items: readonly RunItem[]): LinkedView[] {
    return this.listed(items).map((item) => this.linked(item, 'compact'));
  }

  protected override deviations(): readonly ContractViolation[] {
    const items = this.snapshot.value?.items ?? [];
    return this.listed(items).flatMap((item) => deviationsOf(item, this.view(item, 'compact'), `items[${items.indexOf(item)}]`));
  }

  protected listUrl(value: Value, filter: ListFilter): string {
    return listPageUrl(this.address, { tenant: value.tenant_id, ...filter });
  }
}
