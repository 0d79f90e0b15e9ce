import { html, nothing, type TemplateResult } from 'lit';
import { describeReviewPack, type FollowedReviewPack, type ReviewPackView } from '../../projection/index.ts';
import { reviewPackSubject, runPageUrl, type Change } from '../../refresh/index.ts';
import { announcer } from '../shared/announcer.ts';
import { badge, notice, progressLine } from '../shared/run-template.ts';
import { TenantElement } from '../shared/tenant-element.ts';
import { packStyles } from './op-review-pack-card.styles.ts';

/**
 * @summary The generation of a tenant's review pack.
 *
 * Fetches `/admin/t/{tenant}/review-pack`, and again while the pack is queued or generated. When another element of the page
 * shows the generating run as likely stale or ended, the card says so in the same words.
 *
 * @tag op-review-pack-card
 *
 * @csspart card - The frame.
 * @csspart name - What the card is about.
 * @csspart badge - The state, in words and a shape.
 * @csspart guidance - One sentence about the state of the pack.
 * @csspart progress - Shown while the pack is generated.
 * @csspart download - The link to the pack, once it is ready.
 * @csspart open - The link to the run that generates the pack.
 * @csspart notice - Says that the card is not being updated.
 * @csspart pause - The button that stops and resumes the refresh.
 *
 * @example
 * <op-review-pack-card tenant-id="7"></op-review-pack-card>
 */
export class OpReviewPackCard extends TenantElement<FollowedReviewPack> {
  static override styles = [super.styles, packStyles];

  protected readonly subject = reviewPackSubject;

  override refreshed(change: Change<FollowedReviewPack>): void {
    super.refreshed(change);
    const [before, after] = [change.before.value, change.after.value].map((value) => value && describeReviewPack(value, { locale: this.locale }));
    if (before && after && before.label !== after.label) announcer.announce(after.announcement);
  }

  protected override render(): TemplateResult {
    const { busy } = this;
    const { value } = this.snapshot;
    const view = value && describeReviewPack(value, { locale: this.locale, asOf: this.since, now: this.now });
    if (view) this.report(view.violations);
    return html`<section class="card" part="card" aria-labelledby="name" aria-busy=${busy}>
      <header><h2 id="name" part="name">${this.copy.pack.name}</h2>${view ? badge(view) : nothing}</header>
      ${view ? this.#renderPack(value, view) : busy ? html`<span class="skeleton"></span>` : notice(this.notice)}
    </section>`;
  }

  #renderPack({ pack }: FollowedReviewPack, { guidance, progress, ready }: ReviewPackView): TemplateResult {
    const { copy } = this;
    const download = this.safe('download_url', pack.download_url);
    const told = this.safe('detail_url', pack.detail_url);
    const url = pack.detail_url || !pack.run_id ? told : runPageUrl(this.address, pack.run_id);
    return html`
      ${guidance === null ? nothing : html`<p part="guidance">${guidance}</p>`} ${progress ? html`<div>${progressLine(progress, copy.pack.name)}</div>` : nothing}
      <footer>
        ${notice(this.notice)} ${ready && download ? html`<a class="download" part="download" href=${download} download>${copy.pack.download}</a>` : nothing}
        ${url === null
          ? nothing
          : pack.run_id
            ? html`<a class="link" part="open" href=${url} data-run=${String(pack.run_id)} @click=${this.openRun}>${copy.overlay.view}</a>`
            : html`<a class="link" part="open" href=${url}>${copy.overlay.view}</a>`}
        ${this.renderPause()}
      </footer>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'op-review-pack-card': OpReviewPackCard;
  }
}
