import { html, nothing, type TemplateResult } from 'lit';
import type { ContractViolation } from '../../contract/payloads.ts';
import { describeReviewPack, type FollowedReviewPack, type ReviewPackView } from '../../projection/index.ts';
import { reviewPackSubject, runPageUrl, safeUrl, type Change } from '../../refresh/index.ts';
import { announcer } from '../shared/announcer.ts';
import { drawn } from '../shared/drawing.ts';
import { badge, notice, progressLine } from '../shared/run-drawing.ts';
import { unsafeUrl } from '../shared/run-links.ts';
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

  protected override deviations(): readonly ContractViolation[] {
    const { value } = this.snapshot;
    if (value === null) return [];
    const { download_url, detail_url } = value.pack;
    return [...this.#describe(value).violations, ...unsafeUrl('download_url', download_url), ...unsafeUrl('detail_url', detail_url)];
  }

  #describe(value: FollowedReviewPack): ReviewPackView {
    return describeReviewPack(value, { locale: this.locale, asOf: this.since, now: this.now });
  }

  protected override render(): TemplateResult {
    const { busy } = this;
    const { value } = this.snapshot;
    const view = value && this.#describe(value);
    return html`<section class="card" part="card" aria-labelledby="name" aria-busy=${busy}>
      <header><h2 id="name" part="name">${this.copy.pack.name}</h2>${view ? drawn(badge(view)) : nothing}</header>
      ${view ? this.#renderPack(value, view) : busy ? html`<span class="skeleton"></span>` : drawn(notice(this.notice))}
    </section>`;
  }

  #renderPack({ pack }: FollowedReviewPack, { guidance, progress, ready }: ReviewPackView): TemplateResult {
    const { copy } = this;
    const download = pack.download_url ? safeUrl(pack.download_url) : null;
    const url = pack.detail_url ? safeUrl(pack.detail_url) : pack.run_id ? runPageUrl(this.address, pack.run_id) : null;
    return html`
      ${guidance === null ? nothing : html`<p part="guidance">${guidance}</p>`} ${progress ? html`<div>${drawn(progressLine(progress, copy.pack.name))}</div>` : nothing}
      <footer>
        ${drawn(notice(this.notice))} ${ready && download ? html`<a class="download" part="download" href=${download} download>${copy.pack.download}</a>` : nothing}
        ${url === null
          ? nothing
          : pack.run_id
            ? html`<a class="link" part="open" href=${url} data-run=${String(pack.run_id)}>${copy.overlay.view}</a>`
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
