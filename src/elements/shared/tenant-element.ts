/** What the surfaces of a tenant share: whose runs, how many of them, and the links into the canonical list. */
import type { PropertyDeclarations } from 'lit';
import type { RunItem } from '../../contract/index.ts';
import { staleFirst } from '../../projection/index.ts';
import { listPageUrl, type Address, type ListFilter } from '../../refresh/index.ts';
import { idOf, OpElement, type LinkedView } from './op-element.ts';

export abstract class TenantElement<Value extends { tenant_id: number; items: RunItem[] }> extends OpElement<Value> {
  static override properties: PropertyDeclarations = {
    tenantId: { type: Number, attribute: 'tenant-id' },
    maxItems: { type: Number, attribute: 'max-items' },
  };

  /** The tenant whose operations are shown. */
  tenantId: number | null = null;

  /** How many runs are shown; the likely stale ones come first, and the others are counted in "+N more". */
  maxItems = 5;

  /** `maxItems`, or its default where that is no number of runs. */
  protected get limit(): number {
    return Number.isInteger(this.maxItems) && this.maxItems >= 0 ? this.maxItems : 5;
  }

  protected override get address(): Address {
    return { ...super.address, tenantId: idOf(this.tenantId) };
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

/** Keeps a run's row its own while others come and go. */
export const keyOf = ({ runId }: LinkedView, index: number): unknown => runId ?? `unreadable ${index}`;
