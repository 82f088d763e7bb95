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

# Zones that a cpuset, too many dirty pages or node reclaim forbid, zones that are above
# the mark but have no block of the kind that is asked for, and OOM. Then there is swap.
rare()
{
	shatter_all
	alone cpuset
	alone dirty
	alone reclaim
	echo "3 0 2000 KERNEL|NOWARN|THISNODE" >$scenes/alloc
	echo 1 >$scenes/free
	alone oom
	mkswap /dev/zram0 >/dev/null
	swapon /dev/zram0
}
