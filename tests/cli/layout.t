#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# What a build says of a kernel whose private types are not what lowmark
# assumes, and of one that does not tell.
# shellcheck source=tests/cli/lib.sh
. "$(dirname "$0")/lib.sh"

# layout ARG...: leaves what run does
layout()
{
	status=0
	scripts/layout "$@" >"$work/out" 2>"$work/err" </dev/null || status=$?
}

# kernel NAME EXTRA-MEMBER WAKE-ARGUMENTS: a build tree whose vmlinux has BTF
# of a kernel with such a layout
kernel()
{
	mkdir -p "$work/$1/include/config"
	echo 6.1.0-test >"$work/$1/include/config/kernel.release"
	clang -g -O1 -target bpf -c -x c -o "$work/$1/vmlinux" - <<-END
	typedef unsigned int gfp_t;
	enum zone_type { ZONE_DMA };
	struct zone { int a; };
	struct alloc_context {
		$2
		struct zonelist *zonelist;
		const void *nodemask;
		void *preferred_zoneref;
		int migratetype;
		const enum zone_type highest_zoneidx;
		_Bool spread_dirty_pages;
	};
	int get_page_from_freelist(gfp_t gfp_mask, unsigned int order,
				   int alloc_flags, const struct alloc_context *ac)
	{
		return ac->migratetype + order;
	}
	void wakeup_kswapd($3) {}
	END
}

# no_btf NAME RELEASE: a build tree of a kernel without
no_btf()
{
	mkdir -p "$work/$1/include/config"
	echo "$2" >"$work/$1/include/config/kernel.release"
}

# differs NAME STATUS LINE...: the diff of the last run is these lines
differs()
{
	local name=$1
	[ "$status" = "$2" ] || status=wrong
	shift 2
	sed -n '/^@@/d; /^[-+][^-+]/p' "$work/out" >"$work/diff"
	printf '%s\n' "$@" | cmp -s - "$work/diff" && [ "$status" != wrong ]
	result "$name"
	sed 's/^/# /' "$work/diff"
}

good="struct zone *zone, gfp_t gfp_flags, int order, enum zone_type highest_zoneidx"

if ! command -v clang >"$work/log" || ! PATH=$PATH:/usr/sbin command -v bpftool >"$work/log"; then
	skip "types of a kernel" "no clang, or no bpftool"
else
	kernel good "" "$good"
	layout --kdir "$work/good"
	judge "a kernel as assumed" 0 \
		'6\.1\.0-test: 7 facts are as assumed \(BTF\); not told of: __alloc_pages_slowpath' ''
	kernel more "" "$good, int more"
	layout --kdir "$work/more"
	judge "arguments that follow" 0 ': 7 facts are as assumed' ''
	kernel shifted "long before;" "$good"
	layout --kdir "$work/shifted"
	differs "a struct with something before" 1 \
		"-alloc_context.zonelist pointer, bytes 8 at 0" \
		"-alloc_context.nodemask pointer, bytes 8 at 8" \
		"-alloc_context.preferred_zoneref pointer, bytes 8 at 16" \
		"-alloc_context.migratetype number, bytes 4 at 24" \
		"-alloc_context.highest_zoneidx number, bytes 4 at 28" \
		"+alloc_context.zonelist pointer, bytes 8 at 8" \
		"+alloc_context.nodemask pointer, bytes 8 at 16" \
		"+alloc_context.preferred_zoneref pointer, bytes 8 at 24" \
		"+alloc_context.migratetype number, bytes 4 at 32" \
		"+alloc_context.highest_zoneidx number, bytes 4 at 36"
	judge "who differs is said" 1 'this kernel is not as the module assumes' \
		'^\+\+\+ kernel 6\.1\.0-test, BTF'
	kernel swapped "" "gfp_t gfp_flags, struct zone *zone, int order, int highest_zoneidx"
	layout --kdir "$work/swapped"
	differs "arguments in another order" 1 \
		"-wakeup_kswapd *zone gfp_flags order highest_zoneidx" \
		"+wakeup_kswapd gfp_flags *zone order highest_zoneidx"
	kernel fewer "" "struct zone *zone, gfp_t gfp_flags, int order"
	layout --kdir "$work/fewer"
	differs "fewer arguments" 1 \
		"-wakeup_kswapd *zone gfp_flags order highest_zoneidx" \
		"+wakeup_kswapd *zone gfp_flags order"

	sed 's/M(int, migratetype, 24)/M(void *, migratetype, 32)/' include/lowmark_layout.h \
		>"$work/wrong.h"
	layout --kdir "$work/good" --header "$work/wrong.h"
	differs "a wrong assumption" 1 \
		"-alloc_context.migratetype pointer, bytes 8 at 32" \
		"+alloc_context.migratetype number, bytes 4 at 24"
	sed 's/M(int, migratetype, 24)/M(int, mobility, 24)/' include/lowmark_layout.h >"$work/wrong.h"
	layout --kdir "$work/good" --header "$work/wrong.h"
	differs "a member the kernel does not have" 1 \
		"-alloc_context.mobility number, bytes 4 at 24" \
		"+alloc_context.mobility is missing"

	status=0
	make -s module KDIR="$work/shifted" >"$work/out" 2>"$work/err" || status=$?
	judge "the build stops there" 2 'it has to learn it first' '^\+alloc_context.zonelist pointer, bytes 8 at 8'
	xz -k "$work/good/vmlinux"
	head -c 1000 /dev/urandom | cat - "$work/good/vmlinux.xz" >"$work/vmlinuz"
	layout --image "$work/vmlinuz" --release 6.1.0-packed
	judge "a packed image" 0 '6\.1\.0-packed: 7 facts are as assumed \(BTF\)' ''
fi

no_btf silent 6.1.0-silent
layout --kdir "$work/silent"
judge "a kernel without BTF: says so, and takes the table" 0 \
	'6\.1\.0-silent: no BTF to compare with; taking scripts/layouts\.conf' ''
matches '6\.1\.0-silent: 22 facts are as assumed \(table\)' "$work/err"
result "and what the table has"
sed 's/pointer, bytes 8 at 16$/pointer, bytes 8 at 20/' scripts/layouts.conf >"$work/layouts.conf"
layout --kdir "$work/silent" --table "$work/layouts.conf"
differs "a table that differs" 1 \
	"-alloc_context.preferred_zoneref pointer, bytes 8 at 16" \
	"+alloc_context.preferred_zoneref pointer, bytes 8 at 20"
for release in 4.4.302 5.9.1 7.4.0 nonsense; do
	no_btf "$release" "$release"
	layout --kdir "$work/$release"
	judge "$release, which the table does not have" 0 \
		"$release: not in the table either: not verified" ''
done
layout --kdir
judge "an option without its value" 2 '^Usage: ' ''
layout --nonsense
judge "an unknown option" 2 "no option '--nonsense'" ''

finish
