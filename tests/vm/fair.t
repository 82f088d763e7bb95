#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# The decisions of kernels with the fair zone policy, 3.12 to 4.7: fair skips,
# refills of the batches, rescans with each of their reasons, the zonelist
# cache. No package has such a kernel any more: KDIR names a built tree, and
# VM_ARGS, an argument per line, what else scripts/vm needs for it (--buildroot,
# --make).
# shellcheck source=tests/vm/lib.sh
. "$(dirname "$0")/lib.sh"

if [ -z "${KDIR-}" ]; then
	skip "fair zones" "KDIR names no built tree of such a kernel"
	finish
fi

# boot KERNEL [OPTION]...: as that of lib.sh, with the tree's kernel
boot()
{
	local args=()
	shift
	[ -z "${VM_ARGS-}" ] || mapfile -t args <<<"$VM_ARGS"
	scripts/vm -q --kdir "$KDIR" --mem 1G --numa 2 --timeout 400 \
		--bzimage "${BZIMAGE:-$KDIR/arch/x86/boot/bzImage}" \
		--add tests/vm/guest.sh --add "$out/run.sh" --out "$out/out" \
		"${args[@]}" "$@" -- sh /add/run.sh >"$out/log" 2>&1
}

kernel=$(basename "$KDIR")
guest "$kernel" --module scenes --add tests/vm/scenes.sh \
	--add tests/vm/fair.sh <<'END' || finish
. /add/fair.sh
set -e
insmod $module size=16384 mode=discard checks=all
insmod /lib/lowmark/scenes.ko
witness_on
cat $debugfs/format >/out/format
cat $debugfs/caps >/out/caps
cat $debugfs/decisions >/out/decisions
uname -r >/out/release
mkdir /tmp/cpuset
mount -t cgroup -o cpuset none /tmp/cpuset
for scene in local remote again silent reserve cpuset reclaim stack; do
	fair_record $scene
done
echo 32768 >$tracing/buffer_size_kb
fair_record many
echo 4096 >$tracing/buffer_size_kb
echo checks=matter >$debugfs/control
fair_record oom
dmesg | grep -c 'Killed process' >/out/oom.kills
cat $debugfs/stats >/out/stats
cat $tracing/kprobe_profile >/out/profile
witness_off
rmmod scenes
rmmod lowmark
END
analyse "$kernel" tests/vm/fair.py "$tool" "$out"
finish
