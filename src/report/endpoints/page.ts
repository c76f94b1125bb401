/** Colours follow the reader's system; sizes follow the reader's font. */
export const style = `
:root{color-scheme:light dark;--page:#fff;--text:#1c1e21;--dim:#5b6068;--line:#d9dce1;--soft:#f4f5f7;--yes:#0b6b3a;--yes-bg:#dff3e6;--no:#a3201a;--no-bg:#fbe3e1;--unknown:#7a4f00;--unknown-bg:#fcefd0;--method:#1f5fa8}
@media (prefers-color-scheme:dark){:root{--page:#16181b;--text:#e6e8eb;--dim:#a2a8b0;--line:#33373d;--soft:#1f2226;--yes:#7fdca4;--yes-bg:#17382a;--no:#ff9d94;--no-bg:#452120;--unknown:#f2c46b;--unknown-bg:#40331a;--method:#82b7ff}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:96rem;padding:1.5rem;background:var(--page);color:var(--text);font:1rem/1.5 system-ui,sans-serif}
h1{margin:0;font-size:1.5rem}
header p,footer,.dim{color:var(--dim)}
header p{margin:.25rem 0 0}
#totals{display:flex;flex-wrap:wrap;gap:.75rem;margin:1rem 0;padding:0;list-style:none}
#totals li{min-width:8rem;padding:.5rem .9rem;background:var(--soft);border-radius:.4rem;font-size:.85rem;color:var(--dim)}
#totals b{display:block;font-size:1.5rem;line-height:1.3;color:var(--text)}
#filters{position:sticky;top:0;z-index:1;display:flex;flex-wrap:wrap;gap:.75rem;align-items:end;padding:.75rem 0;background:var(--page);border-bottom:1px solid var(--line)}
#filters label{display:flex;flex-direction:column;font-size:.8rem;color:var(--dim)}
#filters input,#filters select{min-width:7.5rem;max-width:16rem;padding:.35rem .5rem;font:inherit;color:var(--text);background:var(--soft);border:1px solid var(--line);border-radius:.3rem}
#filters input{min-width:16rem}
#count{margin-left:auto;color:var(--dim)}
.scroll{overflow-x:auto}
table{width:100%;border-collapse:collapse;font-size:.9rem}
th{padding:.6rem .6rem .4rem;text-align:left;font-size:.78rem;font-weight:600;color:var(--dim);white-space:nowrap;border-bottom:1px solid var(--line)}
td{padding:.45rem .6rem;vertical-align:top;border-bottom:1px solid var(--line)}
tbody tr:hover{background:var(--soft)}
code{font:.92em/1.5 ui-monospace,monospace;overflow-wrap:break-word}
.method code{font-weight:600;color:var(--method)}
.path{min-width:16rem}
.badges{display:flex;flex-wrap:wrap;gap:.25rem}
.badge{display:inline-block;padding:0 .5rem;border-radius:1rem;font-size:.8rem;line-height:1.5rem;white-space:nowrap}
.yes{color:var(--yes);background:var(--yes-bg)}.no{color:var(--no);background:var(--no-bg)}.unknown{color:var(--unknown);background:var(--unknown-bg)}.none{padding:0;color:var(--dim)}
summary{cursor:pointer;color:var(--dim);font-size:.8rem}
td ul{margin:.25rem 0;padding-left:1.1rem;font-size:.8rem}
td[data-label=Change] li{white-space:nowrap}
.lost{font-weight:600;color:var(--no)}
[hidden]{display:none}
@media (max-width:48rem){
body{padding:1rem}
#filters{position:static}#filters label{width:calc(50% - .4rem)}#filters label:first-child,#filters input,#filters select{width:100%;min-width:0;max-width:none}
thead{display:none}
table,tbody,tr{display:block}
tr{padding:.6rem 0;border-bottom:1px solid var(--line)}
tr[hidden]{display:none}
td{display:flex;gap:.75rem;padding:.15rem 0;border:0}
td::before{content:attr(data-label);flex:none;width:6.5rem;color:var(--dim);font-size:.8rem}
}
`.trim();
