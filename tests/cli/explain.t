#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# explain: exact text for given zones, and figures against the watermark
# arithmetic written down a second time.
# shellcheck source=tests/cli/lib.sh
. "$(dirname "$0")/lib.sh"

mkdir -p "$LOWMARK_DEBUGFS/cpu0"
cd "$LOWMARK_DEBUGFS" || exit 1
printf 'lowmark 0.1.0, abi 1.0\nrecording:   on\nmode:        overwrite\n' >status
printf 'abi 1 0\nchunk 432 48\nzones_per_node 5\nzone 0 DMA\nzone 1 DMA32\nzone 2 Normal\nzone 3 Movable\nzone 4 Device\npage_size 4096\nclock mono\n' >format
touch cpu0/ring caps stats
echo ok >control

# zones FREE-DMA FREE-DMA32 FREE-NORMAL FREE-OTHER-NODE
zones()
{
	cat >zones <<-END
	# pages, 4096 bytes each; zones_per_node 5
	node zone    id    free   exact    min    low   high  boost  managed  to_low  protection      flags
	   0 DMA      0    $1   $1     60     80    100      0     3840    0  0,800,900,900,900 -
	   0 DMA32    1    $2   $2    400    500    600      0   200000    0  0,0,300,300,300 -
	   0 Normal   2    $3   $3    800   1000   1200      0   400000    0  0,0,0,50,50 -
	   1 Normal   7    $4   $4    700    900   1100      0   400000    0  0,0,0,50,50 -
	END
}

zones 3000 700 990 901
run explain
judge "zones that pass late are explained" 0 ''
cat >"$work/wanted" <<'END'
An order-0 GFP_KERNEL allocation on node 0 now would take
a page from 1:Normal on the fast path.

 alloc_pages(GFP_KERNEL, 0), all numbers in pages
 | fast path: get_page_from_freelist() at the low watermark
 |    zone            free   -  low       -  reserve  -  order  =   margin
 |    0:Normal          990         1000            0          0        -10  too low
 |    0:DMA32           700          500          300          0       -100  too low
 |    0:DMA            3000           80          900          0       2020  passes
 |    1:Normal          901          900            0          0          1  passes
 |    a zone passes: it takes a page; the slow path is 2021 pages away
 v
END
sed -i 's/from 1:Normal/from 0:DMA/' "$work/wanted"
head -n 12 "$work/out" | diff "$work/wanted" - | sed 's/^/# /'
[ "${PIPESTATUS[1]}" = 0 ]
result "the fast path's text is exact"
grep -q '^ | 1. wakes kswapd' "$work/out" && grep -q '0:DMA32           700          600          300          0       -200  too low' "$work/out"
result "kswapd's check of the high mark is shown"

zones 500 500 900 600
run explain
judge "the slow path takes over below low" 0 '' 'slow path and take a page from 0:Normal at the min watermark'
zones 100 500 700 600
run explain
judge "below min it has to reclaim" 0 '' 'have to reclaim: every zone is below min'
run explain -g GFP_NOWAIT
judge "a request that may not wait fails" 0 '' 'fail:$'
run explain -g GFP_ATOMIC
judge "__GFP_HIGH gets below min" 0 '' 'take a page from 0:Normal at the min'
run explain -g GFP_ATOMIC -n 1
judge "the node asked for comes first" 0 '' 'take a page from 1:Normal at the min'
run explain -g '__GFP_HIGH|NOWARN|THISNODE' -n 1
{ ! grep -q '0:Normal' "$work/out"; } && grep -q 'page from 1:Normal at the min' "$work/out"
result "__GFP_THISNODE leaves only that node"
run explain -g 'GFP_HIGHUSER_MOVABLE|ZERO|COMP'
judge "flags may be spelt as stories show them" 0 '' 'have to reclaim: every zone is below min'
run explain -n 7
judge "a node that is not there" 1 'there is no node 7 with memory' ''
run explain -o 4
judge "no OOM kill for large orders" 0 '' '4. fails: no OOM kill above order 3'

# Random zones: the figures of --json equal the kernel's arithmetic.
cat >"$work/truth.py" <<'END'
import json, sys
doc = json.load(open(sys.argv[1]))
gfp, order, kernel = sys.argv[2], int(sys.argv[3]), sys.argv[4]
rows = [l.split() for l in open(sys.argv[5]).read().splitlines()[2:]]
high = {"GFP_DMA32|GFP_KERNEL": 1}.get(gfp, 3 if "MOVABLE" in gfp else 2)
rows = [r for r in rows if int(r[2]) % 5 <= high]
rows.sort(key=lambda r: (int(r[0]), -int(r[2])))
old = tuple(int(x) for x in kernel.split(".")[:2]) < (6, 1)
def lowered(mark):
    if gfp == "GFP_ATOMIC":
        mark -= mark // 2
        mark -= mark // 4
    return mark
assert len(doc["zonelist"]) == len(rows)
low_ok = min_ok = None
for row, zone in zip(rows, doc["zonelist"]):
    free, mn, low, hi = (int(row[i]) for i in (3, 5, 6, 7))
    need = int(row[11].split(",")[high]) + (1 << order) - 1
    assert zone["id"] == int(row[2])
    assert zone["margin_low_pages"] == free - low - need, zone
    assert zone["margin_min_pages"] == free - lowered(mn) - need, zone
    assert zone["margin_high_pages"] == free - hi - need, zone
    if low_ok is None and free - low - need > 0: low_ok = int(row[2])
    if min_ok is None and free - lowered(mn) - need > 0: min_ok = int(row[2])
want = ("fast-path", low_ok) if low_ok is not None else ("slow-path", min_ok)
if want[1] is None:
    want = ("reclaim" if gfp not in ("GFP_ATOMIC", "GFP_NOWAIT") else "fail", None)
assert (doc["outcome"], doc["page_from"]) == want, (doc, want)
END
bad=''
RANDOM=7
for ((n = 0; n < 60; n++)); do
	zones $((RANDOM % 1500)) $((RANDOM % 1200)) $((RANDOM % 1500)) $((RANDOM % 1500))
	gfps=('GFP_KERNEL' 'GFP_ATOMIC' 'GFP_NOWAIT' 'GFP_HIGHUSER_MOVABLE' 'GFP_DMA32|GFP_KERNEL')
	gfp=${gfps[n % 5]} order=$((n % 4))
	run explain --json -g "$gfp" -o $order
	python3 "$work/truth.py" "$work/out" "$gfp" $order "$(uname -r)" zones 2>"$work/why" ||
		bad+=" $n($gfp,$order): $(tail -n 1 "$work/why")"
done
[ -z "$bad" ] || echo "# $bad"
[ -z "$bad" ]
result "60 random states agree with the arithmetic"

# The older rules lower min by a quarter for requests that may not wait.
printf 'alloc 0x10 HARDER\n' >>format
zones 60 400 301 301
run explain --json -g GFP_ATOMIC
grep -q '"lowered_min_pages": 300' "$work/out" && grep -q '"page_from": 2' "$work/out"
result "kernels with ALLOC_HARDER keep their rules"

run record -o "$work/a.lowmark" -d 50ms
zones 1 1 1 1
run explain "$work/a.lowmark" --start
judge "the begin of a recording" 0 '' 'allocation on node 0 at the start of the recording would '
for value in -1 11 x; do
	run explain --order "$value"
	judge "an order of '$value'" 2 "'$value' is not a number from 0 to 10" ''
done
run explain -g GFP_KERNLE
judge "unknown flags" 2 "'GFP_KERNLE' are no gfp flags" ''
run explain --start
judge "--start without a recording" 2 '--start needs a recording' ''
finish
