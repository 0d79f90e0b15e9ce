/** What the surfaces of one run share. */
import type { PropertyDeclarations } from 'lit';
import type { DescribableRun } from '../../projection/index.ts';
import { runSubject, type Address, type Subject } from '../../refresh/index.ts';
import { idOf, OpElement } from './op-element.ts';

export abstract class RunElement extends OpElement<DescribableRun> {
  static override properties: PropertyDeclarations = {
    runId: { type: Number, attribute: 'run-id' },
  };

  /** The run to fetch. */
  runId: number | null = null;

  protected readonly subject: Subject<DescribableRun> = runSubject;

  protected override get address(): Address {
    return { ...super.address, runId: idOf(this.runId) };
  }
}
