/** What the surfaces of one run share: which run it is. */
import type { PropertyDeclarations } from 'lit';
import type { Address } from '../../refresh/index.ts';
import { idOf, OpElement } from './op-element.ts';

export abstract class RunElement<Value> extends OpElement<Value> {
  static override properties: PropertyDeclarations = {
    runId: { type: Number, attribute: 'run-id' },
  };

  /** The run to fetch. */
  runId: number | null = null;

  protected override get address(): Address {
    return { ...super.address, runId: idOf(this.runId) };
  }
}
