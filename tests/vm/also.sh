# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# Beside the pressure of nodes.t: a page of the node without memory, and of no
# other, asked for there and on another node

insmod /lib/lowmark/scenes.ko
echo $$ >/out/nowhere.pid
for cpu in 1 0; do
	taskset -pc $cpu $$ >/dev/null
	echo "0 1 1 KERNEL|THISNODE|NOWARN" >/sys/kernel/debug/scenes/alloc
	cat /sys/kernel/debug/scenes/got
done >/out/nowhere.got
rmmod scenes
