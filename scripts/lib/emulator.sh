#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# QEMU itself: unpacked from Debian into the cache, the same one on every host.
# shellcheck disable=SC2034,SC2154 # globals shared among the parts of vm

# Why not the host's: up to 8.0 at least, parallel TCG can run stale code after
# another CPU patched it. Static keys toggled under load kill a 7.3 guest within
# seconds on bookworm's 7.2, hardly ever on trixie's 10.0.
emulator_suite=trixie

emulator_fetch()
{
	local dir=$cache/qemu new=$cache/qemu.new
	[ ! -e "$dir/ok" ] || return 0
	say "preparing QEMU (once only)"
	need_tool mmdebstrap apt-get apt-config
	rm -rf "$new"
	apt_root_signed "$cache/apt/qemu" $emulator_suite
	debian_tree "$new" "$cache/apt/qemu" $emulator_suite extract qemu-system-x86
	rm -rf "$cache/apt/qemu"
	touch "$new/ok"
	swap_in "$new" "$dir"
}

# emulator_get: sets qemu_cmd, the words that start QEMU
emulator_get()
{
	local dir=$cache/qemu
	qemu_cmd=("${LOWMARK_QEMU:-}")
	[ -z "${qemu_cmd[0]}" ] || return 0
	[ -e "$dir/ok" ] || locked "$dir.lock" emulator_fetch
	# By its own loader and libraries, so that no chroot is needed.
	qemu_cmd=("$dir/usr/lib/x86_64-linux-gnu/ld-linux-x86-64.so.2"
		--library-path "$dir/usr/lib/x86_64-linux-gnu"
		"$dir/usr/bin/qemu-system-x86_64"
		-L "$dir/usr/share/qemu" -L "$dir/usr/share/seabios")
	export QEMU_MODULE_DIR=$dir/usr/lib/x86_64-linux-gnu/qemu
}
