#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# The kernel's checkpatch.pl, taken out of Debian's kernel source package.
# shellcheck disable=SC2154,SC2086 # globals of util.sh and apt.sh

checkpatch_package=linux-source-6.1
checkpatch_dir=$cache/checkpatch-6.1

# checkpatch_unpack DIR DEB: DIR/checkpatch.pl and its word lists
checkpatch_unpack()
{
	dpkg-deb --fsys-tarfile "$2" |
		tar -xO ./usr/src/$checkpatch_package.tar.xz |
		tar -xJ -C "$1" --strip-components=2 \
			$checkpatch_package/scripts/checkpatch.pl \
			$checkpatch_package/scripts/spelling.txt \
			$checkpatch_package/scripts/const_structs.checkpatch
}

checkpatch_fetch()
{
	local new=$checkpatch_dir.new.$$
	[ ! -e "$checkpatch_dir/checkpatch.pl" ] || return 0
	rm -rf "$checkpatch_dir".new.*
	mkdir -p "$new" "$cache/apt"
	apt_root_signed "$cache/apt/checkpatch" bookworm bookworm-security
	(cd "$new" && APT_CONFIG=$cache/apt/checkpatch/apt.conf \
		apt-get download -qq $checkpatch_package) ||
		die $E_HOST "cannot download $checkpatch_package"
	checkpatch_unpack "$new" "$new"/$checkpatch_package*.deb
	rm "$new"/*.deb
	swap_in "$new" "$checkpatch_dir"
}

# checkpatch ARG...: run it, fetching it first if need be
checkpatch()
{
	[ -e "$checkpatch_dir/checkpatch.pl" ] ||
		locked "$checkpatch_dir.lock" checkpatch_fetch
	local status=0
	perl "$checkpatch_dir/checkpatch.pl" --terse --no-summary --show-types \
		"$@" || status=$?
	# It leaves a cache of names behind.
	rm -f .checkpatch-camelcase.*
	return $status
}
