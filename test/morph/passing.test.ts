/** Elements that a library creates and replaces at once, as htmx does for preserved elements. */
import { asked, expect, settle, useStage } from '../elements/stage.ts';
import { rendered, serve, warnings } from './page.ts';

useStage();

describe('elements that have gone again before they could load', () => {
  it('ask for nothing, and complain of nothing', async () => {
    serve();
    warnings.length = 0;
    const content = document.createElement('div');
    content.innerHTML = rendered(1, { data: false });
    document.body.append(content);
    content.remove();
    await settle();
    expect(asked()).to.deep.equal([]);
    expect(warnings).to.deep.equal([]);
  });
});
