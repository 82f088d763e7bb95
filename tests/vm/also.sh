# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# Beside the pressure of nodes.t: a page of the node without memory, and of no other

insmod /lib/lowmark/scenes.ko
echo $$ >/out/nowhere.pid
echo "0 1 1 KERNEL|THISNODE|NOWARN" >/sys/kernel/debug/scenes/alloc
cat /sys/kernel/debug/scenes/got >/out/nowhere.got
rmmod scenes
