# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# What pressure alone does not make the page allocator do. It runs in the guest, with
# scenes.sh.

: "${scenes:=}" # of scenes.sh

# alone SCENE: in a task of its own
alone()
{
	sh -c ". /add/guest.sh; . /add/scenes.sh; scene_$1"
}

# without SCENE: where no block is left. Again if one has become free between the two.
without()
{
	for _ in 1 2 3 4 5 6; do
		shatter_all
		alone "$1"
		[ -e "/out/$1.got" ] && [ "$(cat "/out/$1.got")" != 0 ] || break
	done
}

# Zones that a cpuset, too many dirty pages or node reclaim forbid, zones that are above
# the mark but have no block of the kind that is asked for, and OOM. Then there is swap.
rare()
{
	without cpuset
	without dirty
	without reclaim
	echo "3 0 2000 KERNEL|NOWARN|THISNODE" >$scenes/alloc
	echo 1 >$scenes/free
	alone oom
	mkswap /dev/zram0 >/dev/null
	swapon /dev/zram0
}
