/** Colours follow the reader's system; sizes follow the reader's font. */
export const style = `
:root{color-scheme:light dark;--page:#fff;--text:#1c1e21;--dim:#5b6068;--line:#d9dce1;--code:#f4f5f7;--error:#b3261e;--warning:#8a5a00;--note:#1f5fa8;--mark:#ffe08a}
@media (prefers-color-scheme:dark){:root{--page:#16181b;--text:#e6e8eb;--dim:#a2a8b0;--line:#33373d;--code:#1f2226;--error:#ff8a80;--warning:#f2b84b;--note:#82b7ff;--mark:#5c4a12}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:70rem;padding:1.5rem;background:var(--page);color:var(--text);font:1rem/1.5 system-ui,sans-serif}
h1{margin:0;font-size:1.5rem}
header p,footer,.facts{color:var(--dim)}
#totals{display:flex;flex-wrap:wrap;gap:.75rem;margin:1rem 0 .5rem;padding:0;list-style:none}
#totals li{min-width:7rem;padding:.5rem .9rem;background:var(--code);border-radius:.4rem;font-size:.85rem;color:var(--dim)}
#totals b{display:block;font-size:1.5rem;line-height:1.3;color:var(--text);font-variant-numeric:tabular-nums}
#totals .error b{color:var(--error)}#totals .warning b{color:var(--warning)}#totals .note b{color:var(--note)}
#filters{position:sticky;top:0;display:flex;flex-wrap:wrap;gap:.75rem;align-items:end;padding:.75rem 0;background:var(--page);border-bottom:1px solid var(--line)}
#filters label{display:flex;flex-direction:column;font-size:.8rem;color:var(--dim)}
#filters input,#filters select{min-width:9rem;max-width:22rem;padding:.35rem .5rem;font:inherit;color:var(--text);background:var(--code);border:1px solid var(--line);border-radius:.3rem}
#count{margin-left:auto;color:var(--dim)}
article{margin:1rem 0;padding:.75rem 1rem;border:1px solid var(--line);border-left:.3rem solid var(--note);border-radius:.3rem;overflow-wrap:anywhere}
article.error{border-left-color:var(--error)}article.warning{border-left-color:var(--warning)}
article h2{margin:0;font-size:1.05rem}
.error h2 span{color:var(--error)}.warning h2 span{color:var(--warning)}.note h2 span{color:var(--note)}
article p{margin:.25rem 0}
.facts{font-size:.85rem}
code{font:.92em/1.5 ui-monospace,monospace}
h2 code,.fix code,li .said code{padding:.05em .25em;background:var(--code);border-radius:.25em}
pre{margin:.5rem 0;padding:.6rem;overflow-x:auto;background:var(--code);border-radius:.3rem;font:.85rem/1.45 ui-monospace,monospace}
mark{background:var(--mark);color:inherit}
a{color:var(--note)}
[hidden]{display:none}
@media (max-width:48rem){
body{padding:1rem}
#filters{position:static}#filters label{width:calc(50% - .4rem)}#filters label:first-child,#filters input,#filters select{width:100%;min-width:0;max-width:none}
ol{padding-left:1.5rem}
}
@media print{#filters{display:none}article{break-inside:avoid}}
`.trim();
