/** Applies the density chosen in the toolbar to every element of the kit that a story renders. */
import manifest from '../custom-elements.json' with { type: 'json' };

const TAGS = manifest.modules.flatMap(({ declarations }) => declarations.flatMap((declaration) => ('tagName' in declaration ? [declaration.tagName] : [])));

/** The elements that the toolbar made compact. A story may have made others compact, which stay so. */
const compacted = new Set<Element>();
let compact = false;

export function setDensity(density: unknown): void {
  compact = density === 'compact';
  follow();
}

/** A story renders its elements after its decorators have run, and may add more at any time, so the page is observed. */
new MutationObserver(follow).observe(document, { childList: true, subtree: true });

function follow(): void {
  if (!compact) {
    for (const element of compacted) element.removeAttribute('density');
    compacted.clear();
    return;
  }
  for (const element of document.querySelectorAll(`:is(${TAGS.join()}):not([density])`)) {
    compacted.add(element);
    element.setAttribute('density', 'compact');
  }
}
