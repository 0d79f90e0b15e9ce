/** What the surfaces of a tenant's runs share: how many of them are shown, and the links into the canonical list. */
import type { PropertyDeclarations, PropertyValues } from 'lit';
import type { RunItem } from '../../contract/payloads.ts';
import { staleFirst } from '../../projection/index.ts';
import { listPageUrl, type ListFilter } from '../../refresh/index.ts';
import { wholeNumber, type LinkedView } from './op-element.ts';
import { TenantElement } from './tenant-element.ts';

export abstract class TenantRunsElement<Value extends { tenant_id: number; items: RunItem[] }> extends TenantElement<Value> {
  static override properties: PropertyDeclarations = {
    maxItems: { type: Number, attribute: 'max-items' },
  };

  /** How many runs are shown; the likely stale ones come first, and the others are counted in "+N more". */
  maxItems = 5;

  /** `maxItems`, or its default where that is no number of runs. */
  protected get limit(): number {
    return wholeNumber(this.maxItems) ?? 5;
  }

  /** The focus stays with its run when others come, go or move (SPEC P10). */
  protected override update(changed: PropertyValues): void {
    const run = (this.shadowRoot?.activeElement as HTMLElement | null | undefined)?.dataset['run'];
    super.update(changed);
    if (run) this.renderRoot.querySelector<HTMLElement>(`[data-run="${run}"]`)?.focus({ preventScroll: true });
  }

  /** The views of the first of `items`, in the order in which they are shown. */
  protected views(value: Value, items: readonly RunItem[]): LinkedView[] {
    return staleFirst(items)
      .slice(0, this.limit)
      .map((item) => this.view(item, 'compact', `items[${value.items.indexOf(item)}].`));
  }

  protected listUrl(value: Value, filter: ListFilter): string {
    return listPageUrl(this.address, { tenant: value.tenant_id, ...filter });
  }
}
