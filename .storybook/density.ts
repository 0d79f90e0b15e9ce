/** The toolbar's density, on every element of the kit that a story puts on the page. */
import manifest from '../custom-elements.json' with { type: 'json' };

const TAGS = manifest.modules.flatMap(({ declarations }) => declarations.flatMap((declaration) => ('tagName' in declaration ? [declaration.tagName] : [])));

/** The elements that are compact because the toolbar says so. A story may have compact ones of its own. */
const compacted = new Set<Element>();
let compact = false;

export function setDensity(density: unknown): void {
  compact = density === 'compact';
  follow();
}

/** A story puts its elements on the page after its decorators have run, and may add more at any time. */
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
