/** Base class of the elements that show one run: adds `run-id`. */
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
