#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# Commands that want the module: without it, without rights, and with a
# directory of files in its place.
# shellcheck source=tests/cli/lib.sh
. "$(dirname "$0")/lib.sh"

for args in status zones trace "record -o $work/x.lowmark"; do
	# shellcheck disable=SC2086 # words
	run $args
	judge "${args%% *} without the module's files" 3 \
		"LOWMARK_DEBUGFS names $LOWMARK_DEBUGFS, which is not a directory" ''
done
[ ! -e "$work/x.lowmark" ]
result "record leaves no file behind"

if [ -e /sys/module/lowmark ]; then
	skip "the module is not loaded" "it is loaded on this machine"
else
	for verb in status zones trace record; do
		(unset LOWMARK_DEBUGFS; run_as_nobody $verb
		judge x 3 "lowmark module is not loaded; load it with 'lowmark load'" '' >"$work/log"
		grep -q ^ok "$work/log" || { cat "$work/log"; false; })
		result "$verb with no module loaded, not as root"
	done
	run unload
	judge "unload with no module loaded" 3 'module is not loaded|only root may unload' ''
fi

mkdir "$LOWMARK_DEBUGFS"
chmod 755 "$LOWMARK_DEBUGFS"
cat >"$LOWMARK_DEBUGFS/status" <<'END'
lowmark 0.1.0, abi 1.0
recording:   on
mode:        overwrite
ring:        1024 KiB per CPU in 16 chunks of 64 KiB
events:      check wake slow
hooks:       14 of 15 placed
records:     12345 written, 7 lost
readers:     0
cost:        0.110 % of 2 CPUs, 41708 us in 18986 ms
END
cat >"$LOWMARK_DEBUGFS/stats" <<'END'
chunk_bytes 65536
hook attempt get_page_from_freelist hits 8004 missed 1 ns 41708844
cost ns 41708844 elapsed_ns 18986344664 cpus 2
END
cat >"$LOWMARK_DEBUGFS/zones" <<'END'
# pages, 4096 bytes each; zones_per_node 5
node zone    id    free   exact    min    low   high  boost  managed  to_low  protection      flags
   0 DMA      0    3840    3841     66     82     98      0     3840    3758  0,1886,1886,1886,1886 -
   1 Normal   7     150     170    200    250    300     12    50000    -100  0,0,0,0,0 boosted,congested
END
run status
judge "status as the module says it" 0 '' '^hooks: +14 of 15 placed'
judge "and what each hook cost" 0 '' '^  attempt +8004 +1 +41\.7 ms +5\.21 us$'
run status --json
[ "$(jq -c '[.abi, .mode, .events, .records.lost, .readers, .hooks.placed, .hooks.of]' "$work/out")" = \
	'["1.0","overwrite",["check","wake","slow"],7,0,14,15]' ]
result "status --json"
[ "$(jq -c '.cost | [(.recording_cost_percent * 1000 | round), .cpus, (.hooks[] | [.hook, .calls, .missed, .ns])]' "$work/out")" = \
	'[110,2,["attempt",8004,1,41708844]]' ]
result "status --json: what each hook cost"

run zones
judge "zones adds the margins" 0 '' '^ +1 Normal +7 +150 +170 .* 12 +50000 +-50 +-100 +-150 +0,0,0,0,0 +boosted'
run zones --json
[ "$(jq -c '.zones[1] | [.node, .zone, .id, .free_pages, .to_min_pages, .to_low_pages, .to_high_pages, .flags]' "$work/out")" = \
	'[1,"Normal",7,150,-50,-100,-150,["boosted","congested"]]' ]
result "zones --json: a zone below min"
[ "$(jq -c '.zones[0] | [.exact_pages, .to_low_pages, .protection_pages, .flags]' "$work/out")" = \
	'[3841,3758,[0,1886,1886,1886,1886],[]]' ]
result "zones --json: a zone above high"

: >"$LOWMARK_DEBUGFS/zones"
run zones
judge "zones from an empty file" 4 'file "zones" has no table' ''
head -c 100000 /dev/urandom >"$LOWMARK_DEBUGFS/zones"
run zones
[ "$status" = 4 ] || [ "$status" = 0 ]
result "zones from noise"
head -c 100000 /dev/urandom >"$LOWMARK_DEBUGFS/status"
run status --json
[ "$status" = 0 ]
result "status from noise"
rm "$LOWMARK_DEBUGFS/zones"
run zones
judge "zones without its file" 1 "cannot read $LOWMARK_DEBUGFS/zones: No such file" ''

chmod 0 "$LOWMARK_DEBUGFS/status"
for verb in status zones trace record; do
	run_as_nobody $verb
	judge "$verb without the right to look" 3 'only root may read the files of the lowmark module' ''
done

finish
