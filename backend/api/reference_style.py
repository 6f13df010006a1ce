"""How the reference page looks: light and dark, readable on a phone, no font or file from elsewhere."""

from typing import Final

STYLE: Final = """
:root{--ink:#1c2024;--soft:#60646c;--line:#e3e4e8;--back:#fff;--side:#f7f7f9;--code:#f1f2f5;--accent:#0b6e4f;
--get:#0b6e4f;--post:#1d5fd1;--patch:#8a5a00;--put:#8a5a00;--delete:#c2303a}
@media (prefers-color-scheme:dark){:root{--ink:#edeef0;--soft:#a4a8b0;--line:#2d3036;--back:#121417;--side:#181b1f;--code:#20242a;
--accent:#4cc79c;
--get:#4cc79c;--post:#7aa7ff;--patch:#e0b15a;--put:#e0b15a;--delete:#ff8a90}}
*{box-sizing:border-box}html{scroll-behavior:smooth;scroll-padding-top:1.5rem}
body{margin:0;display:grid;grid-template-columns:18.5rem minmax(0,1fr);color:var(--ink);background:var(--back);
font:1rem/1.6 system-ui,-apple-system,"Segoe UI",sans-serif;font-variant-numeric:tabular-nums}
nav{position:sticky;top:0;height:100vh;overflow:auto;padding:1.5rem 1rem;background:var(--side);border-inline-end:1px solid var(--line)}
.brand{display:block;margin:0 .5rem 1.25rem;font-weight:700;font-size:1.15rem;color:var(--ink);text-decoration:none}
.brand span{color:var(--accent)}
summary{padding:.35rem .5rem;font-weight:600;font-size:.85rem;cursor:pointer;color:var(--soft)}
nav ul{list-style:none;margin:0 0 .75rem;padding:0}
nav li a{display:flex;gap:.5rem;align-items:baseline;padding:.3rem .5rem;border-radius:.5rem;color:var(--ink);text-decoration:none;
font-size:.85rem}
nav li a:hover,nav li a:focus-visible{background:var(--code)}nav li span{overflow-wrap:anywhere}
b.get,b.post,b.put,b.patch,b.delete{min-width:3.4rem;font-size:.68rem;letter-spacing:.04em;text-transform:uppercase}
b.get{color:var(--get)}b.post{color:var(--post)}b.patch,b.put{color:var(--patch)}b.delete{color:var(--delete)}
main{padding:2.5rem clamp(1rem,5vw,4rem) 6rem;max-width:62rem}
h1{font-size:2.1rem;line-height:1.2;margin:0 0 .75rem;letter-spacing:-.02em}header p{color:var(--soft);max-width:44rem}
a{color:var(--accent)}h2{margin:3.5rem 0 1rem;padding-bottom:.4rem;border-bottom:1px solid var(--line);font-size:1.4rem}
article{padding:1.25rem 0 1.75rem;border-bottom:1px solid var(--line)}article:target h3{color:var(--accent)}
h3{margin:0 0 .25rem;font-size:1rem;display:flex;gap:.6rem;align-items:baseline;flex-wrap:wrap}
h3 code{font-size:1rem;overflow-wrap:anywhere}
h3 i{color:var(--soft);font-style:normal}h4{margin:1.1rem 0 .4rem;font-size:.85rem;color:var(--soft)}
small{color:var(--soft);font-weight:400}
td small{display:block}code,pre{font-family:ui-monospace,"SF Mono",Menlo,Consolas,monospace;font-size:.86em}
p code,td code,li code,dd>code{background:var(--code);padding:.1em .35em;border-radius:.3em}
pre{margin:.4rem 0;padding:.9rem 1rem;background:var(--code);border-radius:.75rem;overflow:auto;max-height:24rem}
.table{overflow-x:auto}table{width:100%;border-collapse:collapse;font-size:.9rem}
td{padding:.5rem .75rem .5rem 0;border-top:1px solid var(--line);vertical-align:top}
dl{display:grid;grid-template-columns:3.2rem minmax(0,1fr);gap:.3rem .5rem;margin:0;font-size:.9rem}dt{font-weight:600}dd{margin:0}
dt.s2,dt.s3{color:var(--get)}dt.s4{color:var(--patch)}dt.s5{color:var(--delete)}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
@media (max-width:50rem){body{display:block}nav{position:static;height:auto;max-height:45vh}}
@media (prefers-reduced-motion:reduce){html{scroll-behavior:auto}}
"""
