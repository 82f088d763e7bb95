#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# The peers of tests/bench: one Debian tree per kernel with all of them, what they
# need to build modules, and a disk image of that tree for the guest.
# shellcheck disable=SC2034,SC2154 # globals shared among the parts of vm

# Runs in the tree, or in the guest: its files are the kernel's own suite's.
peers=(trace-cmd bpftrace babeltrace2 lttng-tools systemtap systemtap-runtime
	valgrind)
# To build SystemTap's and LTTng's modules.
peers_build=(make gcc mawk)
peers_disk_mb=4000

# peers_newest NAME: NAME, from backports if there is a newer one
peers_newest()
{
	local suite
	for suite in "${suites[@]}"; do
		[[ $suite == *-backports ]] || continue
		apt-cache madison "$1" | grep -q " $suite/" || continue
		echo "$1/$suite"
		return
	done
	echo "$1"
}

# peers_lttng TREE: sources of LTTng's modules; not installed, dkms would build
# them for the host's kernel
peers_lttng()
{
	mkdir -p "$1/usr/src"
	(cd "$1/usr/src" && apt-get download -qq lttng-modules-dkms </dev/null >&2) ||
		die host "cannot download lttng-modules-dkms"
	dpkg-deb -x "$1"/usr/src/lttng-modules-dkms_*.deb "$1"
	dpkg-deb -f "$1"/usr/src/lttng-modules-dkms_*.deb Package Version |
		sed 's/^.*: //' | paste -sd ' ' >"$1/usr/src/lttng.version"
	rm "$1"/usr/src/lttng-modules-dkms_*.deb
}

# peers_make NAME NEW APTDIR: NEW/root with the peers
peers_make()
{
	local new=$2 apt=$3 perf
	say "preparing the peers for kernel $1 (once only)"
	local -x APT_CONFIG=$apt/apt.conf
	perf=$(peers_newest linux-perf)
	buildroot_make "$new/root" "$apt" "${suites[0]}" "${peers[@]}" "$perf" \
		"linux-headers-$kernel_release" "${peers_build[@]}"
	peers_lttng "$new/root"
	dpkg-query --admindir="$new/root/var/lib/dpkg" -W \
		-f '${Package} ${Version}\n' "${peers[@]}" linux-perf >"$new/versions"
	cat "$new/root/usr/src/lttng.version" >>"$new/versions"
	peers_modules "$new"
	peers_disk "$new"
}

# first_error: of a compiler's or SystemTap's output, in a line
first_error()
{
	grep -E -m 1 'error: |Error|[Nn]o such file' | sed 's/^.*error: //' | cut -c1-150
}

# peers_modules DIR: build what runs in the kernel for SystemTap and LTTng: the
# module DIR/stap/lm_check.ko, or DIR/NAME.why with why there is none
peers_modules()
{
	local root=$1/root rel=$kernel_release
	rm -rf "$1"/{stap,*.why} "$root/tmp/stap"
	mkdir -p "$1/stap" "$root/tmp/stap" "$root/boot"
	cp "$repo/tests/bench/stap/check.stp" "$root/tmp/stap/check.stp"
	# It wants to see that the function exists; addresses are the kernel's.
	echo 'ffffffff81000000 T __zone_watermark_ok' >"$root/boot/System.map-$rel"
	in_root "$root" sh -c "cd /tmp/stap && stap -g -p4 -r $rel -m lm_check check.stp" \
		>"$1/stap.log" 2>&1 && cp "$root/tmp/stap/lm_check.ko" "$1/stap/" ||
		echo "does not build: $(first_error <"$1/stap.log")" >"$1/stap.why"
	in_root "$root" sh -c "cd /usr/src/lttng-modules-*/ && make -s -C \
		/lib/modules/$rel/build M=\$PWD CONFIG_LTTNG=m \
		CONFIG_DEBUG_INFO_BTF_MODULES= modules" >"$1/lttng.log" 2>&1 &&
		echo 'builds, but is not driven here: its kprobe events have no arguments' \
			>"$1/lttng.why" ||
		echo "does not build: $(first_error <"$1/lttng.log")" >"$1/lttng.why"
}

# peers_disk DIR: DIR/disk.img, an ext4 of what is in DIR/root
peers_disk()
{
	rm -f "$1/disk.img"
	truncate -s ${peers_disk_mb}M "$1/disk.img"
	mke2fs -q -t ext4 -O ^has_journal -E root_owner=0:0 -d "$1/root" "$1/disk.img" ||
		die host "mke2fs could not fill $1/disk.img"
}

peers_fetch()
{
	local new=$peers_dir.new.$$ apt=$cache/apt/peers-$1
	[ ! -e "$peers_dir/ok" ] || return 0
	need_tool mmdebstrap apt-get apt-cache dpkg-deb mke2fs
	rm -rf "$peers_dir".new.*
	mkdir -p "$new"
	apt_root_signed "$apt" "${suites[@]}"
	peers_make "$1" "$new" "$apt"
	touch "$new/ok"
	rm -rf "$apt"
	swap_in "$new" "$peers_dir"
}

# peers_get NAME: sets peers_dir, with root/ and versions; kernel_get comes first
peers_get()
{
	peers_dir=$cache/peers/$1-$kernel_release
	[ -e "$peers_dir/ok" ] || locked "$peers_dir.lock" peers_fetch "$1"
}
