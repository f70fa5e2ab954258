// The dialog that tells the keys of the report and the signs of its timeline. Its signs are drawn by the script, which has them.
import { markup, type Markup } from './markup.ts';

const KEYS: readonly [keys: readonly string[], what: string][] = [
  [['j', '↓'], 'next step'],
  [['k', '↑'], 'previous step'],
  [['Home', 'End'], 'first and last step, in the timeline'],
  [['v'], 'to the violation'],
  [['c'], 'to the step that queued this one'],
  [['n', 'p'], 'next and previous finding'],
  [['o'], 'smallest case or case as drawn'],
  [['u'], 'up to the overview'],
  [['/'], 'filter the findings'],
  [['t'], 'theme: system, light, dark'],
  [['?'], 'this help'],
];

/** The dialog, closed. */
export function renderHelp(): Markup {
  const rows = KEYS.map(
    ([keys, what]) =>
      markup`<tr><td>${keys.map((key) => markup`<kbd>${key}</kbd> `)}</td><td>${what}</td></tr>`,
  );
  return markup`<dialog id="help" aria-labelledby="help-title">
<h2 id="help-title">Keys and signs</h2>
<div class="help-columns">
<table class="keys"><caption class="unseen">Keys</caption><tbody>${rows}</tbody></table>
<ul id="signs" class="signs" aria-label="Signs of the timeline"></ul>
</div>
<p>A bar is how long something lived: grey until it ended, yellow to the end of the run. An arrow leads from the step that queued
an event to the step in which it ran; the strong ones lead to the selected step. Rows with a blue ground hold a decision of the case.</p>
<p>An event is named after its lane and its place on it: <code>c0&lt;#3</code> is the fourth delivery from the gateway on connection 0,
<code>c0&gt;#0</code> the first to it, <code>immediate#1</code> the second immediate, <code>g0#0</code> the gateway's first own delay on exchange 0.</p>
<form method="dialog"><button type="submit">Close</button></form>
</dialog>`;
}
