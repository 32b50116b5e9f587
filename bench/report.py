"""stub"""
from scripts.localpg import ROOT
FILE = ROOT / "docs" / "performance.md"
def tables(figures):
    out=[]
    for w in figures["worlds"]:
        out.append(f"{w['clients']} {w['bytes']/1e6:.0f}MB mem {w['memory']} bare {w['memory_bare']}")
        for k,s in w["statements"].items():
            l={u:w["load"][u]["pages"].get(k) for u in w["load"]}
            wt=w["weights"].get(k,{})
            out.append(f"{k:11} n={s['count']:3} sql {s['sql_p50']:.1f}/{s['sql_p95']:.1f} took {s['took_p50']:.1f} | "+" ".join(f"u{u}: {v['p50']:.1f}/{v['p95']:.1f} ({v['count']})" for u,v in l.items() if v)+f" | {wt}")
        out.append("bare "+str({u:w["load"][u]["pages"].get("bare") for u in w["load"]}))
        out.append(str({u:w["load"][u]["failed"] for u in w["load"]})+str(w["weights"]["first"]))
    return "\n".join(out)
