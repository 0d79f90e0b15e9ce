/** Base class of the elements that show one tenant: adds `tenant-id`. */
import type { PropertyDeclarations } from 'lit';
import type { Address } from '../../refresh/index.ts';
import { idOf, OpElement } from './op-element.ts';

export abstract class TenantElement<Value> extends OpElement<Value> {
  static override properties: PropertyDeclarations = {
    tenantId: { type: Number, attribute: 'tenant-id' },
  };

  /** The tenant whose operations are shown. */
  tenantId: number | null = null;

  protected override get address(): Address {
    return { ...super.address, tenantId: idOf(this.tenantId) };
  }
}
