#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# lowmark doctor on kernels made up for it.
# shellcheck source=tests/cli/lib.sh
. "$(dirname "$0")/lib.sh"

wanted_config="X86_64 MODULES KALLSYMS KPROBES KRETPROBES TRACEPOINTS DEBUG_FS DEBUG_INFO_BTF"
config()
{
	echo "# CONFIG_DEBUG_FS_ALLOW_NONE is not set"
	for option in $wanted_config; do
		[[ " $* " == *" $option "* ]] && echo "# CONFIG_$option is not set" ||
			echo "CONFIG_$option=y"
	done
	echo "CONFIG_KPROBES_ON_FTRACE=y"
}

config >"$work/config"
run doctor --config "$work/config"
judge "a good configuration" 0 '' '^11 ok, 0 degraded, 0 blocking: usable$'
gzip -k "$work/config"
run doctor --config "$work/config.gz"
judge "the same, compressed" 0 '' '^11 ok, 0 degraded, 0 blocking: usable$'
config KPROBES >"$work/config"
run doctor --config "$work/config"
judge "no kprobes" 3 '' '^blocking  config KPROBES +not set$'
judge "no kprobes: the remedy" 3 '' '-> use a kernel built with CONFIG_KPROBES'
config KRETPROBES >"$work/config"
run doctor --config "$work/config" --json
[ "$status" = 0 ] && [ "$(jq -c '[.usable, .verdict, [.checks[] | select(.verdict != "ok").what]]' "$work/out")" = \
	'[true,"degraded",["config KRETPROBES"]]' ]
result "no kretprobes, in JSON"
(config; echo CONFIG_MODULE_SIG_FORCE=y) >"$work/config"
run doctor --config "$work/config"
judge "signatures are forced" 0 '' '^degraded  config MODULE_SIG_FORCE +set$'
echo "CONFIG_KPROBES_SOMETHING=y" >"$work/config"
run doctor --config "$work/config"
judge "options are compared whole" 3 '' '^blocking  config KPROBES +not set$'

symbols()
{
	cat <<-END
	ffffffff81000000 T _stext
	0000000000000000 t __alloc_pages_slowpath.constprop.0
	ffffffff81000020 t get_page_from_freelist
	ffffffff81000021 t get_page_from_freelist.cold
	ffffffff81000030 T wakeup_kswapd
	ffffffff81000040 T __zone_watermark_ok
	ffffffff81000050 T zone_watermark_ok
	ffffffff81000060 t balance_pgdat.isra.0
	ffffffff81000070 t pgdat_balanced
	ffffffff81000080 T setup_per_zone_wmarks
	ffffffff81000090 T __cpuset_node_allowed
	ffffffff810000a0 T node_dirty_ok
	ffffffff810000b0 T node_reclaim
	ffffffff810000c0 T try_to_compact_pages
	ffffffff810000d0 t throttle_direct_reclaim
	ffffffff810000e0 t allow_direct_reclaim
	ffffffff810000f0 T out_of_memory
	ffffffff81000100 t unreserve_highatomic_pageblock
	ffffffff81000110 t prepare_kswapd_sleep
	ffffffffc0000000 t wakeup_kswapd	[other]
	END
	for point in mm_vmscan_wakeup_kswapd mm_vmscan_kswapd_wake \
		mm_vmscan_kswapd_sleep mm_vmscan_direct_reclaim_begin \
		mm_vmscan_direct_reclaim_end mm_vmscan_lru_shrink_inactive \
		reclaim_retry_zone compact_retry; do
		echo "ffffffff82000000 T __traceiter_$point"
	done
}

symbols >"$work/kallsyms"
run doctor --kallsyms "$work/kallsyms"
judge "good symbols" 0 '' '^27 ok, 0 degraded, 0 blocking: usable$'
judge "a clone is named" 0 '' '^ok +symbol __alloc_pages_slowpath +__alloc_pages_slowpath\.constprop\.0$'
judge "a function that kernels do without" 0 '' '^ok +symbol zone_watermark_ok_safe +absent'
judge "a function of another name" 0 '' '^ok +symbol __setup_per_zone_wmarks +setup_per_zone_wmarks$'
(symbols | grep -v cpuset_node; for name in cpuset_node_allowed cpuset_current_node_allowed; do
	echo "ffffffff81000090 T $name"
done) >"$work/kallsyms"
run doctor --kallsyms "$work/kallsyms"
judge "of several names that there are, the first" 0 '' '^ok +symbol __cpuset_node_allowed +cpuset_current_node_allowed$'
# A name of the module's own may end in .part.0; a .part of a name is never looked up.
(symbols | sed 's/ allow_direct_reclaim$/&.part.0/') >"$work/kallsyms"
run doctor --kallsyms "$work/kallsyms"
judge "a part that is a target of its own" 0 '' '^27 ok, 0 degraded, 0 blocking: usable$'
judge "it is named" 0 '' '^ok +symbol allow_direct_reclaim +allow_direct_reclaim\.part\.0$'
for order in cat tac; do
	(symbols; echo "ffffffff81000081 t __setup_per_zone_wmarks.part.0") | $order >"$work/kallsyms"
	run doctor --kallsyms "$work/kallsyms"
	judge "a part of the first name, the second one whole ($order)" 0 '' \
		'^ok +symbol __setup_per_zone_wmarks +setup_per_zone_wmarks$'
	(symbols; echo "ffffffff81000081 t __setup_per_zone_wmarks.isra.0") | $order >"$work/kallsyms"
	run doctor --kallsyms "$work/kallsyms"
	judge "a clone of the first name, the second one whole ($order)" 0 '' \
		'^ok +symbol __setup_per_zone_wmarks +__setup_per_zone_wmarks\.isra\.0$'
done
# What the module hooks, the doctor looks for, by the same names in the same
# order, and for nothing else. Left out are those of LOWMARK_HOOKS_LEGACY, of
# kernels up to 4.7: the doctor knows tracepoints by what there is since 5.10.
sed -n '/define LOWMARK_HOOKS(H)/,/LOWMARK_HOOKS_LEGACY(H)$/p' module/hooks.h | tr -d '\\\n\t' |
	grep -oE 'H\([A-Z_]+, [a-z_]+, [A-Z]+,[^)]*\)' | sed 's/^[^"]*//; s/" *"//g; s/^"\([^"]*\)".*/\1/' |
	sort >"$work/targets"
tr -d '\n\t' <userspace/lib/doctor_symbols.c | sed 's/" *"//g' | grep -o '{ "[^"]*"' |
	tr -d '{ "' | sort >"$work/sought"
diff "$work/targets" "$work/sought" | sed -n 's/^</# hooked, not sought:/p; s/^>/# sought, not hooked:/p' >"$work/drift"
cat "$work/drift"
[ "$(wc -l <"$work/targets")" -gt 20 ] && [ ! -s "$work/drift" ]
result "what the module hooks is what is sought"
symbols >"$work/kallsyms"
run doctor --kallsyms "$work/kallsyms"
judge "a tracepoint that kernels do without" 0 '' '^ok +tracepoint mm_vmscan_kswapd_clear_hopeless +absent'
symbols | grep -v cpuset_node >"$work/kallsyms"
run doctor --kallsyms "$work/kallsyms"
judge "none of several names" 0 '' '^degraded +symbol __cpuset_node_allowed +none \(inlined\?\): zones skipped for cpusets are not seen'
symbols | sed 's/constprop/part/' >"$work/kallsyms"
run doctor --kallsyms "$work/kallsyms"
judge "only a part of a function" 0 '' '^degraded +symbol __alloc_pages_slowpath +only __alloc_pages_slowpath\.part\.0'
symbols | sed 's/constprop/cold/' >"$work/kallsyms"
run doctor --kallsyms "$work/kallsyms"
judge "only its unlikely parts" 0 '' '^degraded +symbol __alloc_pages_slowpath +none \(inlined\?\)'
symbols | sed 's/constprop.0/constprop.2/' >"$work/kallsyms"
run doctor --kallsyms "$work/kallsyms"
judge "a clone of a name that is not looked up" 0 '' \
	'^degraded +symbol __alloc_pages_slowpath +only __alloc_pages_slowpath\.constprop\.2, which lowmark does not hook: slow path spans'
(symbols; echo "ffffffff81000099 t __alloc_pages_slowpath.constprop.1") >"$work/kallsyms"
run doctor --kallsyms "$work/kallsyms"
judge "two clones of a function" 0 '' '^ok +symbol __alloc_pages_slowpath +2 clones'
symbols | grep -v 'T wakeup_kswapd' >"$work/kallsyms"
run doctor --kallsyms "$work/kallsyms"
judge "a module's symbol is not the kernel's" 0 '' '^degraded +symbol wakeup_kswapd +none'
symbols | grep -v traceiter_mm_vmscan_kswapd_wake >"$work/kallsyms"
run doctor --kallsyms "$work/kallsyms"
judge "a missing tracepoint" 0 '' '^degraded +tracepoint mm_vmscan_kswapd_wake +none: wakes of kswapd are not seen'
echo "ffffffff81000000 T _stext" >"$work/kallsyms"
run doctor --kallsyms "$work/kallsyms"
judge "symbols of something else" 3 '' '^blocking  symbols '

# btf NAME EXTRA-MEMBER WAKE-ARGUMENTS: BTF of a kernel with such a layout
btf()
{
	cat >"$work/$1.c" <<-END
	typedef unsigned int gfp_t;
	enum zone_type { ZONE_DMA };
	struct zone { int a; };
	struct alloc_context {
		$2
		void *zonelist;
		void *nodemask;
		void *preferred_zoneref;
		int migratetype;
		enum zone_type highest_zoneidx;
		_Bool spread_dirty_pages;
	};
	int get_page_from_freelist(gfp_t gfp_mask, unsigned int order,
				   int alloc_flags, const struct alloc_context *ac)
	{
		return ac->migratetype + order;
	}
	void wakeup_kswapd($3) {}
	END
	clang -g -O1 -target bpf -c -o "$work/$1.o" "$work/$1.c"
}
good="struct zone *zone, gfp_t gfp_flags, int order, enum zone_type highest_zoneidx"

if ! command -v clang >"$work/log"; then
	skip "BTF" "no clang"
else
	btf good "" "$good"
	run doctor --btf "$work/good.o"
	judge "the layout lowmark assumes" 0 '' '^ok +layout alloc_context +5 members where lowmark assumes them'
	judge "arguments as assumed" 0 '' '^ok +arguments wakeup_kswapd +\*zone gfp_flags order highest_zoneidx'
	judge "functions without BTF" 0 '' '^ok +arguments balance_pgdat +not in BTF'
	btf shifted "long before;" "$good"
	run doctor --btf "$work/shifted.o"
	judge "a layout with something before" 3 '' \
		'^blocking +layout alloc_context +highest_zoneidx has 4 bytes at offset 36; lowmark assumes 4 at 28'
	judge "every member of it is named" 3 '' '^blocking +layout alloc_context +zonelist has 8 bytes at offset 8;'
	btf swapped "" "gfp_t gfp_flags, struct zone *zone, int order, enum zone_type highest_zoneidx"
	run doctor --btf "$work/swapped.o"
	judge "arguments in another order" 3 '' '^blocking +arguments wakeup_kswapd +where lowmark assumes pointer zone there is number gfp_flags'
	btf fewer "" "struct zone *zone, gfp_t gfp_flags, int order"
	run doctor --btf "$work/fewer.o"
	judge "fewer arguments" 3 '' '^blocking +arguments wakeup_kswapd +has only 3 arguments'
	btf renamed "" "${good/highest/classzone}"
	run doctor --btf "$work/renamed.o"
	judge "an argument of another name" 0 '' '^degraded +arguments wakeup_kswapd +lowmark assumes an argument highest_zoneidx, there is classzone_zoneidx'
	btf more "" "$good, int more"
	run doctor --btf "$work/more.o"
	judge "more arguments" 0 '' '^ok +arguments wakeup_kswapd'
	sed 's/alloc_context/other_context/' "$work/good.c" >"$work/none.c"
	clang -g -O1 -target bpf -c -o "$work/none.o" "$work/none.c"
	run doctor --btf "$work/none.o"
	judge "no such struct" 0 '' "^degraded +layout alloc_context +not in this kernel's BTF"
fi

: >"$work/empty"
head -c 100000 /dev/urandom >"$work/noise"
for option in config kallsyms btf; do
	run doctor --$option "$work/missing"
	judge "--$option: no such file" 1 "cannot read $work/missing: No such file" ''
	run doctor --$option "$work"
	judge "--$option: a directory" 1 "cannot read $work: Is a directory" ''
	run doctor --$option "$work/empty"
	judge "--$option: an empty file" 4 "$work/empty is not (a|BTF)" ''
	run doctor --$option "$work/noise"
	judge "--$option: noise" 4 "$work/noise is not (a|BTF)" ''
done
for n in 24 30 100 200; do
	head -c $n "$work/good.o" >"$work/cut"
	run doctor --btf "$work/cut"
	judge "BTF cut at byte $n" 4 "$work/cut is not BTF" ''
done

mkdir "$LOWMARK_DEBUGFS"
cat >"$LOWMARK_DEBUGFS/caps" <<'END'
hook           kind       symbol                              state      reason
check          kretprobe  __zone_watermark_ok                 observed   -
slow           kretprobe  __alloc_pages_slowpath.constprop.0  failed     register_kretprobe: -EINVAL: Invalid argument
function_safe  kprobe     zone_watermark_ok_safe              absent     no such symbol
END
run doctor
matches '^ok +module +loaded, 1 of 3 hooks placed' "$work/out" &&
	matches '^degraded +hook slow +__alloc_pages_slowpath.constprop.0, failed: register_kretprobe: -EINVAL: Invalid argument' "$work/out" &&
	matches '^ok +hook function_safe +zone_watermark_ok_safe, absent: no such symbol' "$work/out"
result "hooks that the loaded module could not place"
run_as_nobody doctor
matches '^degraded +user +not root' "$work/out"
result "not as root"

echo "recording: on" >"$LOWMARK_DEBUGFS/status"
cat >"$LOWMARK_DEBUGFS/decisions" <<'END'
id   decision                   state        reason
G0   attempt begins, ends       observed     of the fast path only if
G4   kswapd is awake            absent       kernels: 6.18 and later
W6   kswapd is woken            observed     -
K7   failures cleared           derived      the failures before
S0   slow path begins, ends     unobservable hook slow: no such symbol
END
run doctor --decisions
[ "$status" = 0 ] && cmp -s "$work/out" "$LOWMARK_DEBUGFS/decisions"
result "decisions, as the module tells them"
run doctor --decisions --json
[ "$status" = 0 ] && [ "$(jq -c '[.decisions[] | [.id, .decision, .state, .reason]] | .[1, 2, 4], length' "$work/out")" = \
	'["G4","kswapd is awake","absent","kernels: 6.18 and later"]
["W6","kswapd is woken","observed",null]
["S0","slow path begins, ends","unobservable","hook slow: no such symbol"]
5' ]
result "decisions, in JSON"
run doctor --decisions --config "$work/config"
judge "decisions of another kernel" 2 'decisions is of the running kernel only' ''
echo "G0 garbage" >"$LOWMARK_DEBUGFS/decisions"
run doctor --decisions
judge "a file of decisions without a header" 4 '"decisions" cannot be read: use a tool and a module of one version' ''
printf 'id decision state reason\nG\n\nG0' >"$LOWMARK_DEBUGFS/decisions"
run doctor --decisions --json
[ "$status" = 0 ] && [ "$(jq -c '[.decisions[].id]' "$work/out")" = '["G","G0"]' ]
result "short lines of decisions"
rm "$LOWMARK_DEBUGFS/decisions"
run doctor --decisions
judge "a module without decisions" 1 'cannot read .*/decisions: No such file' ''
rm -r "$LOWMARK_DEBUGFS"
run doctor --decisions
judge "decisions without the module" 3 "not a directory of lowmark's module" ''

finish
